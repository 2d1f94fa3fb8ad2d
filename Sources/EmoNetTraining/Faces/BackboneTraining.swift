// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

import EmoNet
import Faces
import Foundation
import NeuralNetwork

/// Stage 1: the face backbone learns FER+'s votes on still faces.
///
/// Every epoch's order and every face's variation is a function of the seed, the epoch and the face,
/// so that a run which was killed goes on from its checkpoint as if it had not been.
struct BackboneTraining {
  let configuration: BackboneConfiguration
  let seed: UInt64
  let trainingFaces: FaceSet
  let validationFaces: FaceSet
  /// Where the state after each epoch is kept.
  let checkpoint: TrainingCheckpoint

  private static let stage = "faces"

  /// Trains from the start, or from the checkpoint, and gives the backbone and its validation figures.
  func run(
    startingFrom initialWeights: WeightFile?, report: (TrainingEvent) throws -> Void
  ) throws -> (backbone: FaceBackbone, validation: FaceValidation) {
    let precision = configuration.precision ?? .f32
    guard precision.isAvailable else {
      throw TrainingError(
        reason: "precision \(precision.rawValue) of the backbone needs a processor with AVX-512")
    }
    return try ComputePrecision.with(precision.computePrecision) {
      try train(startingFrom: initialWeights, report: report)
    }
  }

  private func train(
    startingFrom initialWeights: WeightFile?, report: (TrainingEvent) throws -> Void
  ) throws -> (backbone: FaceBackbone, validation: FaceValidation) {
    var generator = SeededGenerator(seed: seed)
    let backbone = FaceBackbone(using: &generator)
    if let initialWeights { try backbone.loadBody(fromColourNetwork: initialWeights) }
    let optimizer = SGD(
      parameters: backbone.parameters, momentum: configuration.momentum, nesterov: true,
      weightDecay: configuration.weightDecay)

    let (targets, isKept) = trainingFaces.softTargets(minimumVotes: configuration.minimumVotes)
    let usable = isKept.indices.filter { isKept[$0] }
    let stepsPerEpoch = usable.count / configuration.batchSize
    let schedule = LearningRateSchedule.oneCycle(
      peak: configuration.peakLearningRate, totalSteps: stepsPerEpoch * configuration.epochs,
      warmUpFraction: configuration.warmUpFraction)
    let finishedEpochs = try checkpoint.restore(
      optimizer: optimizer, weights: { try backbone.load(from: $0) })
    let clock = ProgressClock(total: (configuration.epochs - finishedEpochs) * stepsPerEpoch)
    for epoch in finishedEpochs..<configuration.epochs {
      var order = SeededGenerator(seed: SeededGenerator.mixing(seed, UInt64(epoch)))
      let shuffled = order.shuffledIndices(usable.count)
      let batches = batches(shuffled.map { usable[$0] }, epoch: epoch)
      var lossSum: Float = 0
      for step in 0..<stepsPerEpoch {
        guard let batch = try batches.next() else { preconditionFailure("a batch for each step") }
        let loss = learn(
          batch, targets: targets, backbone: backbone,
          stepSeed: SeededGenerator.mixing(seed, UInt64(epoch * stepsPerEpoch + step)))
        optimizer.step(learningRate: schedule.rate(at: epoch * stepsPerEpoch + step))
        lossSum += loss
        try report(
          TrainingEvent(
            stage: Self.stage, epoch: epoch + 1, epochs: configuration.epochs, step: step + 1,
            steps: stepsPerEpoch,
            secondsRemaining: clock.remaining(
              done: (epoch - finishedEpochs) * stepsPerEpoch + step + 1)))
      }
      try checkpoint.save(
        finishedEpochs: epoch + 1, optimizer: optimizer, weights: backbone.tensors())
      let validation = FaceValidation(FusedFaceBackbone(backbone), on: validationFaces)
      try report(
        TrainingEvent(
          stage: Self.stage, epoch: epoch + 1, epochs: configuration.epochs, step: stepsPerEpoch,
          steps: stepsPerEpoch,
          metrics: [.init(name: "loss", value: Double(lossSum) / Double(stepsPerEpoch))]
            + validation.metrics,
          secondsRemaining: clock.remaining(done: (epoch + 1 - finishedEpochs) * stepsPerEpoch),
          isEpochEnd: true))
    }
    return (backbone, FaceValidation(FusedFaceBackbone(backbone), on: validationFaces))
  }

  /// One step forward and backward on a batch; gradients are left in the parameters.
  private func learn(
    _ batch: VariedFaceBatch, targets: Tensor, backbone: FaceBackbone, stepSeed: UInt64
  ) -> Float {
    let phase = Phase.training(stepSeed: stepSeed)
    let rows = batch.rows
    let features = backbone.features(batch.faces, phase: phase)
    for parameter in backbone.parameters { parameter.zeroGradient() }

    let votes = SoftmaxCrossEntropy.lossAndGradient(
      logits: backbone.emotionHead.forward(features, phase: phase),
      targets: targets.gathered(rows))
    var gradient = backbone.emotionHead.backward(votes.gradient)
    if configuration.originalLabelWeight > 0 {
      let labels = SoftmaxCrossEntropy.lossAndGradient(
        logits: backbone.originalLabelHead.forward(features, phase: phase),
        targets: .oneHot(
          rows.map { trainingFaces.labels[$0].index }, classes: Emotion.count))
      var labelGradient = labels.gradient
      labelGradient.scale(by: configuration.originalLabelWeight)
      gradient.add(backbone.originalLabelHead.backward(labelGradient))
    }
    backbone.backward(gradient)
    return votes.loss
  }

  /// The whole batches of an epoch whose faces come in the order of `rows`, made beside the training.
  private func batches(_ rows: [Int], epoch: Int) -> Prefetch<VariedFaceBatch> {
    let (faces, augmentation, size) = (
      trainingFaces, configuration.augmentation, configuration.batchSize
    )
    let seed = seed
    return Prefetch(capacity: 2) {
      var start = 0
      return {
        guard start + size <= rows.count else { return nil }
        defer { start += size }
        return VariedFaceBatch(
          Array(rows[start..<start + size]), of: faces, augmentation: augmentation,
          seeds: { SeededGenerator.mixing(SeededGenerator.mixing(seed, UInt64($0)), UInt64(epoch)) }
        )
      }
    }
  }
}

/// Faces of one training step.
private struct VariedFaceBatch: Sendable {
  /// Their places in the set.
  let rows: [Int]
  /// Varied and normalised, `[rows, 48, 48, 1]`.
  let faces: Tensor

  /// Varies the faces in `rows`, each by the seed that `seeds` gives for its row.
  init(
    _ rows: [Int], of set: FaceSet, augmentation: FaceAugmentation, seeds: (Int) -> UInt64
  ) {
    let side = FaceCrop.side
    var values: [Float] = []
    values.reserveCapacity(rows.count * side * side)
    for row in rows {
      var generator = SeededGenerator(seed: seeds(row))
      values += augmentation.apply(to: FaceCrop(grey: set.image(row)), using: &generator)
        .normalized()
    }
    self.rows = rows
    faces = Tensor(shape: [rows.count, side, side, 1], values)
  }
}
