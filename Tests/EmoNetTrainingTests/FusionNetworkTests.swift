// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

import EmoNet
import NeuralNetwork
import TestSupport
import Testing

@testable import EmoNetTraining

@Suite struct FusionNetworkTests {
  private static let discriminants = 5

  private static let configurations = [
    TrainingFixtures.branches(), TrainingFixtures.travelling(),
  ]

  private func network(
    _ configuration: BranchesConfiguration = TrainingFixtures.branches(), seed: UInt64 = 1
  ) -> FusionNetwork {
    var generator = SeededGenerator(seed: seed)
    var configuration = configuration
    configuration.soundDropout = 0
    configuration.fusionDropout = 0
    return FusionNetwork(
      discriminants: Self.discriminants, configuration: configuration, using: &generator)
  }

  private func random(_ shape: [Int], seed: UInt64) -> Tensor {
    var generator = SeededGenerator(seed: seed)
    return Tensor(shape: shape, (0..<shape.reduce(1, *)).map { _ in generator.normal() })
  }

  private func batch(faces: [Tensor?], sounds: [[Float]?]) -> FusionBatch {
    FusionBatch(
      rows: zip(faces, sounds).enumerated().map { row, clip in
        FusionRow(
          picture: clip.0.map { faces in
            FusionRow.Picture(
              faces: faces, scores: random([Emotion.count], seed: UInt64(20 + row)).values)
          },
          sound: clip.1.map {
            AudioReading.Sound(
              discriminants: $0, scores: random([Emotion.count], seed: UInt64(40 + row)).values,
              familiarity: row == 0 ? 1 : 0.4)
          })
      }, discriminants: Self.discriminants)
  }

  @Test(arguments: configurations)
  func aClipsScoresDoNotDependOnTheClipsBesideIt(configuration: BranchesConfiguration) {
    let network = network(configuration)
    let short = random([3, FaceBackboneLayers.featureCount], seed: 1)
    let long = random([9, FaceBackboneLayers.featureCount], seed: 2)
    let sound = random([Self.discriminants], seed: 3).values
    let alone = network.forward(batch(faces: [short], sounds: [sound]), phase: .inference)
    let beside = network.forward(
      batch(faces: [short, long], sounds: [sound, nil]), phase: .inference)
    for index in 0..<Emotion.count { #expect(abs(alone[index] - beside[index]) < 1e-5) }
  }

  @Test(arguments: configurations)
  func gradientsAgreeWithFiniteDifferencesWhenModalitiesAreMissing(
    configuration: BranchesConfiguration
  ) {
    let network = network(configuration)
    // Fresh activations lie so near to zero that a step would cross many ReLUs' kinks.
    for parameter in network.parameters
    where parameter.name.hasSuffix("bias") || parameter.name.hasSuffix("query") {
      parameter.value.add(random(parameter.value.shape, seed: 9))
    }
    let input = batch(
      faces: [
        random([4, FaceBackboneLayers.featureCount], seed: 4), nil,
        random([2, FaceBackboneLayers.featureCount], seed: 5),
      ],
      sounds: [random([Self.discriminants], seed: 6).values, [1, -1, 0.5, 0, 2], nil])
    let targets = Tensor.oneHot([0, 3, 6], classes: Emotion.count)
    func loss() -> (loss: Float, gradient: Tensor) {
      SoftmaxCrossEntropy.lossAndGradient(
        logits: network.forward(input, phase: .training(stepSeed: 0)), targets: targets)
    }
    for parameter in network.parameters { parameter.zeroGradient() }
    network.backward(loss().gradient)
    var generator = SeededGenerator(seed: 8)
    for parameter in network.parameters {
      let index = Int.random(in: 0..<parameter.value.count, using: &generator)
      let original = parameter.value[index]
      let step: Float = 1e-3
      parameter.value[index] = original + step
      let above = loss().loss
      parameter.value[index] = original - step
      let below = loss().loss
      parameter.value[index] = original
      // Single precision: the loss, about 2, is known to 2e-7, so its slope to about 2e-4.
      let expected = (above - below) / (2 * step)
      #expect(
        abs(expected - parameter.gradient[index]) < 5e-4 + 0.02 * abs(expected),
        "\(parameter.name)[\(index)]")
    }
  }

  @Test func aSoundThatIsNotFamiliarCountsForNothing() {
    let network = network(TrainingFixtures.travelling())
    let faces = random([4, FaceBackboneLayers.featureCount], seed: 4)
    let scores = random([Emotion.count], seed: 5).values
    func logits(_ sound: AudioReading.Sound?) -> [Float] {
      network.forward(
        FusionBatch(
          rows: [FusionRow(picture: .init(faces: faces, scores: scores), sound: sound)],
          discriminants: Self.discriminants), phase: .inference
      ).values
    }
    let sound = random([Self.discriminants], seed: 6).values
    func heard(_ familiarity: Float) -> AudioReading.Sound {
      AudioReading.Sound(discriminants: sound, scores: scores, familiarity: familiarity)
    }
    #expect(logits(heard(0)) == logits(nil))
    #expect(logits(heard(1)) != logits(nil))
  }

  @Test func trainingOnSeparableClipsReachesALossBelow03() throws {
    var configuration = TrainingFixtures.branches(epochs: 12)
    configuration.stepsPerEpoch = 15
    let material = try TrainingFixtures.material(
      discriminants: 7, configuration: configuration)
    var losses: [Double] = []
    _ = try FusionTraining(
      configuration: configuration, seed: 1, member: 0, material: material, discriminants: 7,
      checkpoint: nil
    ).run(validate: { _ in [] }) { event in
      if event.isEpochEnd { losses += event.metrics.map(\.value) }
    }
    #expect(losses.count == 12)
    #expect((losses.last ?? 9) < 0.3, "losses \(losses)")
  }

  @Test(arguments: configurations)
  func aRunThatWasStoppedAfterAnEpochEndsWithTheSameBytes(
    configuration: BranchesConfiguration
  ) throws {
    let material = try TrainingFixtures.material(
      discriminants: 7, configuration: configuration)
    let folder = try TemporaryFolder()
    struct Stopped: Error {}
    func run(_ name: String) throws -> [String: Tensor] {
      try FusionTraining(
        configuration: configuration, seed: 5, member: 0, material: material, discriminants: 7,
        checkpoint: TrainingCheckpoint(path: folder / name)
      ).run(validate: { _ in [] }) { _ in }.tensors()
    }
    let whole = try run("whole")
    var killed = false
    do {
      let checkpoint = TrainingCheckpoint(path: folder / "killed")
      _ = try FusionTraining(
        configuration: configuration, seed: 5, member: 0, material: material, discriminants: 7,
        checkpoint: checkpoint
      ).run(validate: { _ in
        killed = true; return []
      }) { event in
        if killed, event.epoch == 2 { throw Stopped() }
      }
      Issue.record("the run should have been stopped")
    } catch is Stopped {}
    #expect(try run("killed") == whole)
  }
}
