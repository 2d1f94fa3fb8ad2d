// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

internal import EmoNet
internal import NeuralNetwork

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
