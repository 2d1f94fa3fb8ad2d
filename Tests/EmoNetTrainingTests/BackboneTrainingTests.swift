// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

import EmoNet
import Faces
import NeuralNetwork
import TestSupport
import Testing

@testable import EmoNetTraining

@Suite
struct BackboneTrainingTests {
  private static func configuration() -> BackboneConfiguration {
    var configuration = BackboneFixtures.configuration
    configuration.augmentation = BackboneFixtures.noAugmentation
    configuration.epochs = 3
    configuration.batchSize = 14
    configuration.optimizer = .adam
    configuration.peakLearningRate = 0.003
    configuration.originalLabels = .mixed
    configuration.labelSmoothing = 0.05
    configuration.logitAdjustment = 1
    configuration.averagingDecay = 0.5
    return configuration
  }

  private struct Stopped: Error {}

  /// Trains and gives what was reported at the ends of epochs; stops behind epoch `last`.
  private static func train(
    _ configuration: BackboneConfiguration, _ set: FaceSet, in folder: TemporaryFolder,
    initialWeights: WeightFile? = nil, stoppingBehind last: Int = .max
  ) throws -> (backbone: FaceBackbone, events: [TrainingEvent]) {
    var events: [TrainingEvent] = []
    let training = BackboneTraining(
      configuration: configuration, seed: 5, trainingFaces: set, validationFaces: set,
      checkpoint: TrainingCheckpoint(path: folder / "faces.epochs"))
    let result = try training.run(startingFrom: initialWeights) { event in
      guard event.isEpochEnd else { return }
      events.append(event)
      if event.epoch >= last { throw Stopped() }
    }
    return (result.backbone, events)
  }

  @Test
  func itLearnsAndTheLastEpochTellsTheRecallOfEachEmotion() throws {
    var configuration = Self.configuration()
    configuration.epochs = 8
    let (backbone, events) = try Self.train(
      configuration, BackboneFixtures.faces(70), in: try TemporaryFolder())
    func figure(_ name: String, _ event: TrainingEvent?) -> Double? {
      event?.metrics.first { $0.name == name }?.value
    }
    #expect(try #require(figure("accuracy", events.last)) > 0.9)
    #expect(
      try #require(figure("loss", events.last)) < #require(figure("loss", events.first)))
    #expect(events.dropLast().allSatisfy { figure("recall fear", $0) == nil })
    #expect(figure("recall fear", events.last) != nil)
    let again = FaceValidation(
      FusedFaceBackbone(backbone),
      faces: try (0..<14).map { row in
        let set = try BackboneFixtures.faces(14)
        return (FaceCrop(grey: set.image(row)), set.labels[row])
      })
    #expect(again.confusion.total == 14)
  }

  @Test
  func aTrainingThatWasStoppedGoesOnAsIfItHadNotBeen() throws {
    let set = try BackboneFixtures.faces(28)
    let whole = try Self.train(Self.configuration(), set, in: try TemporaryFolder())
    let folder = try TemporaryFolder()
    #expect(throws: Stopped.self) {
      try Self.train(Self.configuration(), set, in: folder, stoppingBehind: 2)
    }
    let resumed = try Self.train(Self.configuration(), set, in: folder)
    #expect(resumed.events.count == 1)
    #expect(resumed.backbone.tensors() == whole.backbone.tensors())
    var plain = Self.configuration()
    plain.averagingDecay = nil
    let last = try Self.train(plain, set, in: try TemporaryFolder())
    #expect(last.backbone.tensors() != whole.backbone.tensors())
  }

  @Test
  func resNet29LearnsFromAStart() throws {
    var configuration = Self.configuration()
    configuration.network = .resnet29
    configuration.inputSide = 103
    configuration.epochs = 2
    configuration.precision = Precision.bf16.isAvailable ? .bf16 : .f32
    var generator = SeededGenerator(seed: 3)
    let start = WeightFile(
      tensors: FaceBackbone(try configuration.architecture(), using: &generator).tensors())
    let (backbone, events) = try Self.train(
      configuration, BackboneFixtures.faces(28), in: try TemporaryFolder(), initialWeights: start)
    #expect(events.count == 2)
    #expect(backbone.tensors().values.allSatisfy { $0.values.allSatisfy(\.isFinite) })
  }
}

@Suite
struct BackboneLossTests {
  @Test
  func theSharesOfEmotionsAreThoseOfTheTargetsThatAreLearntFrom() {
    let targets = Tensor.oneHot([0, 0, 0, 1, 2], classes: Emotion.count)
    let shares = BackboneLoss.logShares(targets, rows: [0, 1, 3, 2])
    #expect(abs(shares[0] - -0.28768) < 1e-4)
    #expect(abs(shares[1] - -1.38629) < 1e-4)
    #expect(shares[2] < -15)
  }

  @Test
  func oneSoftTargetJoinsVotesAndLabelAndTheLabelHasNoHeadThen() {
    var generator = SeededGenerator(seed: 1)
    let backbone = FaceBackbone(using: &generator)
    let side = FaceCrop.side
    let faces = Tensor(
      shape: [2, side, side, 1], (0..<2 * side * side).map { _ in generator.normal() })
    let votes = Tensor.oneHot([1, 3], classes: Emotion.count)
    func loss(_ use: BackboneConfiguration.OriginalLabelUse?, _ weight: Float) -> Float {
      var configuration = BackboneFixtures.configuration
      configuration.originalLabels = use
      configuration.originalLabelWeight = weight
      return BackboneLoss(configuration, votes: votes, labels: [.happy, .happy], rows: [0, 1])
        .learn(faces, rows: [0, 1], backbone: backbone, phase: .training(stepSeed: 0))
    }
    let (plain, labels) = (loss(nil, 0.25), loss(.mixed, 1))
    #expect(abs(loss(.mixed, 0.25) - (0.75 * plain + 0.25 * labels)) < 1e-5)
    func headIsUntouched() -> Bool {
      backbone.originalLabelHead.parameters.allSatisfy { parameter in
        parameter.gradient.values.allSatisfy { $0 == 0 }
      }
    }
    #expect(headIsUntouched())
    _ = loss(.ownHead, 0.25)
    #expect(!headIsUntouched())
  }
}
