// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

import Faces
import NeuralNetwork
import Testing

@testable import EmoNet

@Suite struct PrecisionTests {
  private static let functionals = 20

  private static func card(_ check: PrecisionCheck?) -> ModelCard {
    ModelCard(
      configuration: TrainingFixtures.configuration, featureSet: "test", trainingClips: ["a": 3],
      trainingSpeakers: ["x"], validation: [:], bf16: check)
  }

  private static func model(_ precision: Precision) throws -> EmoNetModel {
    var generator = SeededGenerator(seed: 2)
    func random(_ shape: [Int]) -> Tensor {
      Tensor(shape: shape, (0..<shape.reduce(1, *)).map { _ in generator.normal() })
    }
    let sound = try SoundProjection(
      fitting: SoundSample(
        rows: random([60, functionals]), classes: (0..<60).map { $0 % 4 }), options: .init())
    let backbone = FaceBackbone(using: &generator)
    let standardizer = Standardizer(
      fitting: FusedFaceBackbone(backbone).features(random([10, 48, 48, 1])))
    return EmoNetModel(
      backbone: backbone, faceStandardizer: standardizer, sound: sound,
      members: [
        FusionNetwork(
          discriminants: sound.count, configuration: TrainingFixtures.branches(),
          using: &generator)
      ], precision: precision)
  }

  private static let clips: [(crops: [FaceCrop], functionals: [Float]?)] = [
    (
      (0..<3).map { shift in FaceCrop(grey: (0..<48 * 48).map { UInt8(($0 * (shift + 3)) % 251) })
      },
      (0..<functionals).map(Float.init)
    ),
    ([], (0..<functionals).map(Float.init)),
    ([FaceCrop(grey: (0..<48 * 48).map { UInt8(($0 / 48) * 5) })], nil),
  ]

  @Test("auto takes 16-bit floats only where they are fast and the card says that scores stay")
  func automatic() throws {
    func check(_ difference: Double) -> PrecisionCheck {
      PrecisionCheck(clips: 48, greatestScoreDifference: difference, sameAnswers: 48)
    }
    let checked = try PrecisionChoice.auto.resolved(for: Self.card(check(0.01)), path: "m")
    #expect(checked == (ComputePrecision.isBFloat16Fast ? .bf16 : .f32))
    #expect(try PrecisionChoice.auto.resolved(for: Self.card(check(0.011)), path: "m") == .f32)
    #expect(try PrecisionChoice.auto.resolved(for: Self.card(nil), path: "m") == .f32)
    #expect(try PrecisionChoice.f32.resolved(for: Self.card(check(0)), path: "m") == .f32)
  }

  @Test("16-bit floats that the processor cannot compute in are refused, with the reason")
  func unavailable() throws {
    let card = Self.card(nil)
    guard !ComputePrecision.isBFloat16Available else {
      #expect(try PrecisionChoice.bf16.resolved(for: card, path: "m") == .bf16)
      return
    }
    let error = #expect(throws: ModelError.self) {
      try PrecisionChoice.bf16.resolved(for: card, path: "m")
    }
    #expect(error?.reason.contains("AVX-512") == true)
  }

  @Test("a card with what was checked comes back from its metadata")
  func card() throws {
    let card = Self.card(
      PrecisionCheck(clips: 48, greatestScoreDifference: 0.004, sameAnswers: 47))
    #expect(try ModelCard(metadata: card.metadata(), path: "m") == card)
    #expect(card.staysInBF16)
  }

  @Test("the check finds no difference between a model and itself, and counts clips with faces")
  func sameModel() throws {
    let model = try Self.model(.f32)
    #expect(
      PrecisionCheck(Self.clips, exact: model, rounded: model)
        == PrecisionCheck(clips: 2, greatestScoreDifference: 0, sameAnswers: 2))
    #expect(PrecisionCheck([Self.clips[1]], exact: model, rounded: model) == nil)
  }

  @Test(
    "the check finds that scores move a little in 16-bit floats",
    .enabled(if: ComputePrecision.isBFloat16Available))
  func rounded() throws {
    let check = try #require(
      PrecisionCheck(Self.clips, exact: Self.model(.f32), rounded: Self.model(.bf16)))
    #expect(check.greatestScoreDifference > 0)
    #expect(check.greatestScoreDifference < 0.02)
  }
}
