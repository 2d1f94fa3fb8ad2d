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
  private static let averagePrefix = "average."
  /// Faces whose statistics a start without any takes on.
  private static let measuredFaces = 512

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
    let architecture = try configuration.architecture()
    let backbone = FaceBackbone(architecture, using: &generator)
    if let initialWeights {
      try backbone.loadBody(from: initialWeights, faces: trainingFaces.sample(Self.measuredFaces))
    }
    let averaged = configuration.averagingDecay.map { _ in
      FaceBackbone(architecture, using: &generator)
    }
    let optimizer = optimizer(of: backbone)

    let (votes, isKept) = trainingFaces.softTargets(minimumVotes: configuration.minimumVotes)
    let usable = isKept.indices.filter { isKept[$0] }
    let loss = BackboneLoss(
      configuration, votes: votes, labels: trainingFaces.labels, rows: usable)
    let stepsPerEpoch = usable.count / configuration.batchSize
    let schedule = LearningRateSchedule.oneCycle(
      peak: configuration.peakLearningRate, totalSteps: stepsPerEpoch * configuration.epochs,
      warmUpFraction: configuration.warmUpFraction)
    let finishedEpochs = try checkpoint.restore(
      optimizer: optimizer,
      weights: { file in
        try backbone.load(from: file)
        try averaged?.load(from: file, prefix: Self.averagePrefix)
      })
    let clock = ProgressClock(total: (configuration.epochs - finishedEpochs) * stepsPerEpoch)
    for epoch in finishedEpochs..<configuration.epochs {
      var order = SeededGenerator(seed: SeededGenerator.mixing(seed, UInt64(epoch)))
      let shuffled = order.shuffledIndices(usable.count)
      let batches = batches(shuffled.map { usable[$0] }, epoch: epoch)
      var lossSum: Float = 0
      for step in 0..<stepsPerEpoch {
        guard let batch = try batches.next() else { preconditionFailure("a batch for each step") }
        let index = epoch * stepsPerEpoch + step
        lossSum += loss.learn(
          batch.faces, rows: batch.rows, backbone: backbone,
          phase: .training(stepSeed: SeededGenerator.mixing(seed, UInt64(index))))
        optimizer.step(learningRate: schedule.rate(at: index))
        if let averaged, let decay = configuration.averagingDecay {
          WeightAveraging.move(
            averaged.parameters + averaged.buffers,
            towards: backbone.parameters + backbone.buffers, decay: decay, step: index)
        }
        try report(
          TrainingEvent(
            stage: Self.stage, epoch: epoch + 1, epochs: configuration.epochs, step: step + 1,
            steps: stepsPerEpoch,
            secondsRemaining: clock.remaining(
              done: (epoch - finishedEpochs) * stepsPerEpoch + step + 1)))
      }
      try checkpoint.save(
        finishedEpochs: epoch + 1, optimizer: optimizer,
        weights: (averaged?.tensors(prefix: Self.averagePrefix) ?? [:]).merging(
          backbone.tensors()
        ) { average, _ in average })
      let validation = FaceValidation(
        FusedFaceBackbone(averaged ?? backbone), on: validationFaces)
      try report(
        TrainingEvent(
          stage: Self.stage, epoch: epoch + 1, epochs: configuration.epochs, step: stepsPerEpoch,
          steps: stepsPerEpoch,
          metrics: [.init(name: "loss", value: Double(lossSum) / Double(stepsPerEpoch))]
            + validation.metrics
            + (epoch + 1 == configuration.epochs ? validation.recalls : []),
          secondsRemaining: clock.remaining(done: (epoch + 1 - finishedEpochs) * stepsPerEpoch),
          isEpochEnd: true))
    }
    let result = averaged ?? backbone
    return (result, FaceValidation(FusedFaceBackbone(result), on: validationFaces))
  }

  private func optimizer(of backbone: FaceBackbone) -> any Optimizer {
    switch configuration.optimizer ?? .sgd {
    case .sgd:
      SGD(
        parameters: backbone.parameters, momentum: configuration.momentum, nesterov: true,
        weightDecay: configuration.weightDecay)
    case .adam:
      AdamW(parameters: backbone.parameters, weightDecay: configuration.weightDecay)
    }
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
