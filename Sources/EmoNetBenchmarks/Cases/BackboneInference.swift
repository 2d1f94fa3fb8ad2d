// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

internal import EmoNet
internal import NeuralNetwork

/// Features of faces by the face backbone.
enum BackboneInference {
  /// The backbone in `form` on batches of `batch` faces.
  static func benchmark(batch: Int, form: BackboneForm = .float32) -> Benchmark {
    let name = "backbone-\(batch)\(form.suffix)"
    return Benchmark(
      suite: .backbone, name: name,
      summary: "ResNet-20, 48x48, inference, \(form.precision.rawValue), batch \(batch)"
    ) { try prepare(name, batch: batch, form, in: $0) }
  }

  private static func prepare(
    _ name: String, batch: Int, _ form: BackboneForm, in context: BenchmarkContext
  ) throws -> PreparedBenchmark {
    try form.precision.demandSpeed()
    let threads = context.inferenceThreads
    let trainable = variedBackbone()
    let backbone = form.fold(trainable)
    let faces = RandomInput.normal([batch, 48, 48, 1], seed: 1)
    let features = ComputeThreads.with(threads) { backbone.features(faces) }
    let single = faces.rows(0..<1)

    var checks = [
      Check.finite(features.values, "features"),
      Check(
        "features of every face the same alone, to the bit",
        (0..<batch).allSatisfy {
          backbone.features(faces.rows($0..<$0 + 1)) == features.rows($0..<$0 + 1)
        }),
    ]
    let tensors = trainable.tensors()
    let plain = try PlainBackbone(WeightFile(tensors: tensors, metadata: [:]))
    checks.append(
      .close(
        features.rows(0..<1).values, to: plain.features(single), within: form.tolerance,
        "features of plain Swift loops"))

    var references: [any Reference] = []
    if let python = try context.pythonReference(
      name, threads: threads,
      tensors: tensors.merging(["input": faces, "output": features]) { $1 },
      tolerances: ["features": form.tolerance])
    {
      checks += python.checks
      references.append(python)
    } else {
      references.append(
        PlainReference(scale: 1 / Double(batch)) { _ = plain.features(single) })
    }
    return PreparedBenchmark(
      work: Work(amount: Double(batch), unit: "faces"), threads: threads,
      run: { ComputeThreads.with(threads) { _ = backbone.features(faces) } },
      references: references, checks: checks)
  }

  /// A backbone whose running statistics are not those of a new one.
  static func variedBackbone() -> FaceBackbone {
    var generator = SeededGenerator(seed: 2)
    let backbone = FaceBackbone(using: &generator)
    for step in 0..<3 {
      _ = backbone.features(
        RandomInput.normal([8, 48, 48, 1], seed: 3 + UInt64(step)),
        phase: .training(stepSeed: UInt64(step)))
    }
    return backbone
  }
}
