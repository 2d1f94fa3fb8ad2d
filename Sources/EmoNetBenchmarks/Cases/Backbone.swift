// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

import EmoNet
import EmoNetTraining
import NeuralNetwork

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

/// One way to compute a trained backbone's features.
struct BackboneForm: Sendable {
  let precision: ComputePrecision
  /// Relative to the largest feature; both sides sum up to 576 products in orders of their own, 19 times over.
  let tolerance: Double
  /// Makes a trained backbone ready for inference.
  let fold: @Sendable (FaceBackbone) -> FusedFaceBackbone

  /// Normalisation folded, 32-bit floats.
  static let float32 = BackboneForm(precision: .float32, tolerance: 1e-4) { FusedFaceBackbone($0) }

  /// The same with 16-bit factors, which 19 layers round to 8 bits, 2^-9 each; most of it cancels in sums.
  static let bfloat16 = BackboneForm(precision: .bfloat16, tolerance: 3e-2) {
    FusedFaceBackbone($0, precision: .bfloat16)
  }

  /// What the benchmark's name ends with; nothing for the usual form.
  var suffix: String { precision == .float32 ? "" : "-\(precision.rawValue)" }
}

/// One training step of the face backbone: forward, loss, backward, gradient descent.
enum BackboneTraining {
  private static let batch = 128
  private static let learningRate: Float = 0.01
  private static let momentum: Float = 0.9
  private static let weightDecay: Float = 5e-4
  private static let checkedSteps = 3

  /// The step with convolutions in `precision`.
  static func benchmark(_ precision: ComputePrecision) -> Benchmark {
    Benchmark(
      suite: .training, name: "backbone-training-\(precision.rawValue)",
      summary: "ResNet-20, 48x48, training step, \(precision.rawValue), batch \(batch)"
    ) { try prepare(precision, in: $0) }
  }

  /// Relative, of the loss of the first steps; 8 significant bits give 2^-8 a product.
  private static func tolerance(_ precision: ComputePrecision) -> Double {
    precision == .float32 ? 1e-3 : 3e-2
  }

  private static func prepare(
    _ precision: ComputePrecision, in context: BenchmarkContext
  ) throws -> PreparedBenchmark {
    try precision.demandSpeed()
    let threads = context.allThreads
    let backbone = BackboneInference.variedBackbone()
    let initial = backbone.tensors()
    let optimizer = SGD(
      parameters: backbone.parameters, momentum: momentum, nesterov: true,
      weightDecay: weightDecay)
    let faces = RandomInput.normal([batch, 48, 48, 1], seed: 7)
    let targets = Tensor.oneHot((0..<batch).map { $0 % Emotion.count }, classes: Emotion.count)

    func step() -> Float {
      ComputeThreads.with(threads) {
        ComputePrecision.with(precision) {
          let phase = Phase.training(stepSeed: 0)
          let features = backbone.features(faces, phase: phase)
          for parameter in backbone.parameters { parameter.zeroGradient() }
          let (loss, gradient) = SoftmaxCrossEntropy.lossAndGradient(
            logits: backbone.emotionHead.forward(features, phase: phase), targets: targets)
          backbone.backward(backbone.emotionHead.backward(gradient))
          optimizer.step(learningRate: learningRate)
          return loss
        }
      }
    }

    let losses = (0..<checkedSteps).map { _ in step() }
    var checks = [
      Check.finite(losses, "losses"),
      Check(
        "the loss falls from step to step", zip(losses, losses.dropFirst()).allSatisfy { $0 > $1 }),
    ]
    var references: [any Reference] = []
    if let python = try context.pythonReference(
      "backbone-training-\(precision.rawValue)", threads: threads,
      tensors: initial.merging([
        "input": faces, "targets": targets, "losses": Tensor(shape: [checkedSteps], losses),
        "settings": Tensor(shape: [3], [learningRate, momentum, weightDecay]),
      ]) { $1 },
      tolerances: ["losses of the first \(checkedSteps) steps": tolerance(precision)])
    {
      checks += python.checks
      references.append(python)
    } else {
      let plain = try PlainBackbone(WeightFile(tensors: initial, metadata: [:]))
      let single = faces.rows(0..<1)
      references.append(
        PlainReference(scale: 1 / Double(batch), part: "which only go forward") {
          _ = plain.features(single)
        })
    }
    return PreparedBenchmark(
      work: Work(amount: Double(batch), unit: "faces"), threads: threads, run: { _ = step() },
      references: references, checks: checks)
  }
}
