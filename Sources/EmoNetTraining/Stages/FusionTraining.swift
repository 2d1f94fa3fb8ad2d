// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

import EmoNet
import NeuralNetwork

/// Stage 2: branches and fusion learn from drawn batches; the weights' running average is kept.
struct FusionTraining {
  let configuration: BranchesConfiguration
  let seed: UInt64
  /// Which of the networks is trained, counted from 0.
  let member: Int
  let material: TrainingMaterial
  let discriminants: Int
  let checkpoint: TrainingCheckpoint?

  private static let averagePrefix = "average."

  /// Trains from the start, or from the checkpoint, and gives the averaged network.
  ///
  /// `validate` is asked for figures of the averaged network after each epoch.
  func run(
    validate: (FusionNetwork) -> [TrainingEvent.Metric], report: (TrainingEvent) throws -> Void
  ) throws -> FusionNetwork {
    var generator = SeededGenerator(seed: seed)
    let network = FusionNetwork(
      discriminants: discriminants, configuration: configuration, using: &generator)
    let averaged = FusionNetwork(
      discriminants: discriminants, configuration: configuration, using: &generator)
    let optimizer = AdamW(
      parameters: network.parameters, weightDecay: configuration.weightDecay)
    let steps = configuration.stepsPerEpoch
    let schedule = LearningRateSchedule.oneCycle(
      peak: configuration.peakLearningRate, totalSteps: steps * configuration.epochs,
      warmUpFraction: configuration.warmUpFraction)
    let finishedEpochs =
      try checkpoint?.restore(optimizer: optimizer) { file in
        try network.load(from: file)
        try averaged.load(from: file, prefix: Self.averagePrefix)
      } ?? 0
    let clock = ProgressClock(total: (configuration.epochs - finishedEpochs) * steps)
    for epoch in finishedEpochs..<configuration.epochs {
      var lossSum: Float = 0
      for step in 0..<steps {
        let index = epoch * steps + step
        lossSum += learn(network, stepSeed: SeededGenerator.mixing(seed, UInt64(index) + 1))
        _ = GradientClipping.clipGlobalNorm(
          network.parameters, to: configuration.gradientNorm)
        optimizer.step(learningRate: schedule.rate(at: index))
        WeightAveraging.move(
          averaged.parameters, towards: network.parameters, decay: configuration.averagingDecay,
          step: index)
        try report(
          event(
            epoch: epoch, step: step + 1,
            remaining: clock.remaining(done: index + 1 - finishedEpochs * steps)))
      }
      try checkpoint?.save(
        finishedEpochs: epoch + 1, optimizer: optimizer,
        weights: network.tensors().merging(averaged.tensors(prefix: Self.averagePrefix)) { a, _ in a
        })
      var ended = event(
        epoch: epoch, step: steps,
        remaining: clock.remaining(done: (epoch + 1 - finishedEpochs) * steps))
      ended.isEpochEnd = true
      ended.metrics =
        [.init(name: "loss", value: Double(lossSum) / Double(steps))] + validate(averaged)
      try report(ended)
    }
    return averaged
  }

  private func event(epoch: Int, step: Int, remaining: Double?) -> TrainingEvent {
    TrainingEvent(
      stage: "branches \(member + 1)", epoch: epoch + 1, epochs: configuration.epochs, step: step,
      steps: configuration.stepsPerEpoch, secondsRemaining: remaining)
  }

  /// One step forward and backward on a drawn batch; gradients are left in the parameters.
  private func learn(_ network: FusionNetwork, stepSeed: UInt64) -> Float {
    var generator = SeededGenerator(seed: stepSeed)
    let (batch, labels) = material.batch(using: &generator)
    for parameter in network.parameters { parameter.zeroGradient() }
    let logits = network.forward(batch, phase: .training(stepSeed: generator.next()))
    let result = SoftmaxCrossEntropy.lossAndGradient(
      logits: logits, targets: .oneHot(labels.map(\.index), classes: Emotion.count),
      labelSmoothing: configuration.labelSmoothing)
    network.backward(result.gradient)
    return result.loss
  }
}
