// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

internal import NeuralNetwork

/// The LSTM over the frames of clips, forward and backward.
enum RecurrentTraining {
  static let benchmark = Benchmark(
    suite: .lstm, name: "lstm-training",
    summary: "LSTM \(RecurrentInput.shapeText), forward and backward", prepare: prepare)

  private static func prepare(_ context: BenchmarkContext) throws -> PreparedBenchmark {
    let threads = context.allThreads
    let input = RecurrentInput()
    let lstm = input.lstm
    let outputGradient = RandomInput.normal(
      [RecurrentInput.batch, RecurrentInput.time, RecurrentInput.hidden], seed: 13)

    func step() -> (output: Tensor, inputGradient: Tensor) {
      ComputeThreads.with(threads) {
        for parameter in lstm.parameters { parameter.zeroGradient() }
        let output = lstm.forward(input.steps, phase: .training(stepSeed: 0))
        return (output, lstm.backward(outputGradient))
      }
    }

    let (output, inputGradient) = step()
    let plain = try input.plain()
    var checks = [
      Check.finite(inputGradient.values, "gradients"),
      .close(
        output.values, to: plain(input.steps), within: RecurrentInput.tolerance,
        "outputs of plain Swift loops"),
    ]
    var tensors = input.tensors
    tensors["input"] = input.steps
    tensors["output"] = output
    tensors["output_gradient"] = outputGradient
    tensors["input_gradient"] = inputGradient
    for parameter in lstm.parameters { tensors["\(parameter.name).gradient"] = parameter.gradient }
    var references: [any Reference] = []
    if let python = try context.pythonReference(
      "lstm-training", threads: threads, tensors: tensors,
      tolerances: [
        "outputs": RecurrentInput.tolerance,
        "gradients of the input": RecurrentInput.tolerance,
        "gradients of the weights": RecurrentInput.tolerance,
      ])
    {
      checks += python.checks
      references.append(python)
    } else {
      references.append(
        PlainReference(part: "which only go forward") { _ = plain(input.steps) })
    }
    return PreparedBenchmark(
      work: RecurrentInput.work, threads: threads, run: { _ = step() }, references: references,
      checks: checks)
  }
}
