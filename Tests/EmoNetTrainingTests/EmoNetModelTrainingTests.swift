// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

import AudioFeatures
import EmoNet
import Faces
import NeuralNetwork
import TestSupport
import Testing

@testable import EmoNetTraining

/// What training made, as a model for use.
@Suite struct EmoNetModelTrainingTests {
  private static let functionals = FunctionalsExtractor(featureSet: AudioBranch.featureSet)
    .names.count
  private static let discriminants = 5

  /// The trained parts of a model that was never trained.
  private struct Parts {
    let backbone: FaceBackbone
    let faceStandardizer: Standardizer
    let audio: AudioProjection
    let members: [FusionNetwork]

    init(members count: Int) {
      var generator = SeededGenerator(seed: 2)
      func random(_ shape: [Int]) -> Tensor {
        Tensor(shape: shape, (0..<shape.reduce(1, *)).map { _ in generator.normal() })
      }
      let width = functionals
      backbone = FaceBackbone(using: &generator)
      faceStandardizer = Standardizer(
        fitting: FusedFaceBackbone(backbone).features(random([10, 48, 48, 1])))
      audio = AudioProjection(
        standardizer: Standardizer(fitting: random([20, width])),
        discriminants: LinearDiscriminantAnalysis(
          mean: random([width]), projection: random([discriminants, width])))
      members = (0..<count).map { _ in
        FusionNetwork(
          discriminants: discriminants, configuration: TrainingFixtures.branches(),
          using: &generator)
      }
    }

    func model(_ precision: Precision) -> EmoNetModel {
      EmoNetModel(
        backbone: backbone, faceStandardizer: faceStandardizer, audio: audio, members: members,
        precision: precision)
    }
  }

  private static let clips: [(crops: [FaceCrop], functionals: [Float]?)] = [
    (
      (0..<3).map { shift in
        FaceCrop(grey: (0..<48 * 48).map { UInt8(($0 * (shift + 3)) % 251) })
      }, (0..<functionals).map(Float.init)
    ),
    ([], (0..<functionals).map(Float.init)),
    ([FaceCrop(grey: (0..<48 * 48).map { UInt8(($0 / 48) * 5) })], nil),
  ]

  private func scores(_ model: EmoNetModel) throws -> BranchScores {
    let work = ClipWork()
    let (video, audio) = try (#require(model.branch(.video)), #require(model.branch(.audio)))
    let values = Self.clips[0].functionals ?? []
    return model.scores(
      PerBranch([
        (.video, video.vectors(of: model.backbone.features(of: Self.clips[0].crops), work: work)),
        (.audio, audio.vectors(of: Tensor(shape: [values.count], values), work: work)),
      ]))
  }

  @Test func aModelThatWasWrittenAndReadGivesTheSameScores() throws {
    let folder = try TemporaryFolder()
    let parts = Parts(members: 2)
    let card = ModelCard(name: "test", featureSet: AudioBranch.featureSet.version)
    try WeightFile(
      tensors: EmoNetModel.tensors(
        backbone: parts.backbone, faceStandardizer: parts.faceStandardizer, audio: parts.audio,
        members: parts.members), metadata: try card.metadata()
    ).write(to: folder / "model.safetensors")
    let read = try EmoNetModel.read(folder / "model.safetensors", precision: .f32)
    #expect(read.card == card)
    #expect(read.model.memberCount == 2)
    #expect(try scores(read.model) == scores(parts.model(.f32)))
  }

  @Test func aNetworkScoresInTrainingAsInUse() throws {
    let parts = Parts(members: 1)
    let crops = Self.clips[0].crops
    let features = FusedFaceBackbone(parts.backbone).features(of: crops)
    let values = Self.clips[0].functionals ?? []
    let batch = FusionBatch(
      rows: [
        (
          parts.faceStandardizer.transform(features),
          parts.audio.project(Tensor(shape: [1, values.count], values)).values
        )
      ], discriminants: Self.discriminants)
    let logits = parts.members[0].forward(batch, phase: .inference)
    let expected = SoftmaxCrossEntropy.softmax(logits).values
    let found = try scores(parts.model(.f32)).fused.values
    // Two orders of summation in single precision.
    for (left, right) in zip(found, expected) { #expect(abs(left - right) < 1e-5) }
  }

  @Test func theCheckFindsNoDifferenceBetweenAModelAndItselfAndCountsClipsWithFaces() {
    let model = Parts(members: 1).model(.f32)
    #expect(
      PrecisionCheck(Self.clips, exact: model, rounded: model)
        == PrecisionCheck(clips: 2, greatestScoreDifference: 0, sameAnswers: 2))
    #expect(PrecisionCheck([Self.clips[1]], exact: model, rounded: model) == nil)
  }

  @Test(.enabled(if: ComputePrecision.isBFloat16Available))
  func theCheckFindsThatScoresMoveALittleIn16BitFloats() throws {
    let parts = Parts(members: 1)
    let check = try #require(
      PrecisionCheck(Self.clips, exact: parts.model(.f32), rounded: parts.model(.bf16)))
    #expect(check.greatestScoreDifference > 0)
    #expect(check.greatestScoreDifference < 0.02)
  }
}
