// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

import NeuralNetwork

/// What both benchmarks of the LSTM work on: three layers of 128, 16 clips of 75 frames, 64 features a frame.
struct RecurrentInput {
  static let inputs = 64
  static let hidden = 128
  static let layerCount = 3
  static let batch = 16
  static let time = 75
  static let prefix = "lstm."
  /// Relative to the largest value; 75 steps of sums of up to 256 products, in orders of their own.
  static let tolerance = 1e-4

  let lstm: LSTM
  let steps: Tensor
  let tensors: [String: Tensor]

  /// The same weights and input in every run.
  init() {
    var generator = SeededGenerator(seed: 11)
    lstm = LSTM(
      name: "lstm", inputSize: Self.inputs, hiddenSize: Self.hidden, layerCount: Self.layerCount,
      using: &generator)
    steps = RandomInput.normal([Self.batch, Self.time, Self.inputs], seed: 12)
    tensors = Dictionary(uniqueKeysWithValues: lstm.parameters.map { ($0.name, $0.value) })
  }

  /// The same LSTM as loops.
  func plain() throws -> PlainLSTM {
    try PlainLSTM(
      WeightFile(tensors: tensors, metadata: [:]), prefix: Self.prefix, inputs: Self.inputs,
      hidden: Self.hidden, layerCount: Self.layerCount)
  }

  /// What one run does.
  static var work: Work { Work(amount: Double(batch), unit: "clips") }
  static let shapeText = "3 x 128, 75 steps, batch 16, float32"
}

/// The LSTM over the frames of clips, in inference.
enum RecurrentInference {
  static let benchmark = Benchmark(
    suite: .lstm, name: "lstm", summary: "LSTM \(RecurrentInput.shapeText), inference",
    prepare: prepare)

  private static func prepare(_ context: BenchmarkContext) throws -> PreparedBenchmark {
    let threads = context.inferenceThreads
    let input = RecurrentInput()
    let lstm = FusedLSTM(input.lstm)
    let output = ComputeThreads.with(threads) { lstm(input.steps) }
    let plain = try input.plain()
    let last = RecurrentInput.batch - 1
    var checks = [
      Check.finite(output.values, "outputs"),
      Check(
        "outputs of a clip the same alone, to the bit",
        lstm(input.steps.rows(last..<last + 1)) == output.rows(last..<last + 1)),
      .close(
        output.values, to: plain(input.steps), within: RecurrentInput.tolerance,
        "outputs of plain Swift loops"),
    ]
    var references: [any Reference] = []
    if let python = try context.pythonReference(
      "lstm", threads: threads,
      tensors: input.tensors.merging(["input": input.steps, "output": output]) { $1 },
      tolerances: ["outputs": RecurrentInput.tolerance])
    {
      checks += python.checks
      references.append(python)
    } else {
      references.append(PlainReference { _ = plain(input.steps) })
    }
    return PreparedBenchmark(
      work: RecurrentInput.work, threads: threads,
      run: { ComputeThreads.with(threads) { _ = lstm(input.steps) } },
      references: references, checks: checks)
  }
}

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
