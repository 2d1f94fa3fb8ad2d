// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

import Faces
import NeuralNetwork
import Testing

@testable import EmoNet

@Suite("Model file")
struct ModelFileTests {
  private static let functionals = 20

  private func parts() throws -> (file: WeightFile, card: ModelCard) {
    var generator = SeededGenerator(seed: 2)
    func random(_ shape: [Int]) -> Tensor {
      Tensor(shape: shape, (0..<shape.reduce(1, *)).map { _ in generator.normal() })
    }
    let rows = random([60, Self.functionals])
    let faces = random([10, FaceBackbone.featureCount])
    let sound = try SoundProjection(
      fitting: SoundSample(rows: rows, classes: (0..<60).map { $0 % 4 }), options: .init())
    let card = ModelCard(
      configuration: TrainingFixtures.configuration, featureSet: "test", trainingClips: ["a": 3],
      trainingSpeakers: ["x"], validation: ["uar": 0.5])
    let file = WeightFile(
      tensors: EmoNetModel.tensors(
        backbone: FaceBackbone(using: &generator), faceStandardizer: Standardizer(fitting: faces),
        sound: sound,
        members: (0..<2).map { _ in
          FusionNetwork(
            discriminants: sound.count, configuration: TrainingFixtures.branches(),
            using: &generator)
        }),
      metadata: try card.metadata())
    return (file, card)
  }

  @Test("a model that was written and read gives the same scores")
  func roundTrip() throws {
    let folder = try TemporaryFolder()
    let (file, card) = try parts()
    try file.write(to: folder.path("model.safetensors"))
    let read = try WeightFile.read(folder.path("model.safetensors"))
    #expect(try ModelCard(metadata: read.metadata, path: "m") == card)
    let crops = [FaceCrop(grey: (0..<48 * 48).map { UInt8($0 % 251) })]
    func scores(_ file: WeightFile) throws -> EmotionScores {
      let model = try EmoNetModel(file, card: card, functionals: Self.functionals)
      return model.scores(
        video: model.videoVectors(faces: model.features(of: crops)),
        sound: model.soundVectors(functionals: (0..<Self.functionals).map(Float.init))
      ).fused
    }
    #expect(try scores(read) == scores(file))
  }

  @Test("without the other modality the fused scores are the branch's")
  func missingModality() throws {
    let (file, card) = try parts()
    let model = try EmoNetModel(file, card: card, functionals: Self.functionals)
    let sound = model.soundVectors(
      functionals: [Float](repeating: 0.5, count: Self.functionals))
    let faces = model.features(of: [FaceCrop(grey: (0..<48 * 48).map { UInt8($0 % 256) })])
    let video = model.videoVectors(faces: faces)
    let both = model.scores(video: video, sound: sound)
    let heard = model.scores(video: nil, sound: sound)
    let seen = model.scores(video: video, sound: nil)
    #expect(heard.fused == both.audio && heard.video == nil)
    #expect(seen.fused == both.video && seen.audio == nil)
    #expect(abs(both.fused.values.reduce(0, +) - 1) < 1e-5)
  }

  @Test("a file without a tensor is refused by the tensor's name")
  func missingTensor() throws {
    var (file, card) = try parts()
    file.tensors["member1.fusion.0.weight"] = nil
    let error = #expect(throws: WeightError.self) {
      try EmoNetModel(file, card: card, functionals: Self.functionals)
    }
    #expect(error.map { String(describing: $0) }?.contains("member1.fusion.0.weight") == true)
  }

  @Test("another label order is refused with both orders")
  func labels() throws {
    var (_, card) = try parts()
    card.labels.swapAt(0, 1)
    let error = #expect(throws: ModelError.self) {
      try ModelCard(metadata: card.metadata(), path: "m")
    }
    #expect(error?.reason.contains("disgust angry") == true)
  }

  @Test("a card of another format is refused by its format, whatever else it lacks")
  func format() throws {
    let error = #expect(throws: ModelError.self) {
      try ModelCard(metadata: ["card": #"{"format": "emonet-model/1"}"#], path: "m")
    }
    #expect(error?.reason == "its format is 'emonet-model/1'; this program needs 'emonet-model/2'")
  }

  @Test("a file without a card is not a model")
  func noCard() {
    #expect(throws: ModelError.self) { try ModelCard(metadata: [:], path: "m") }
  }
}
