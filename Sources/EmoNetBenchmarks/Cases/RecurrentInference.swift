// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

internal import NeuralNetwork

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
