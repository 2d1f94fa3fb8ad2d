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
    let fit: BranchFit
    let members: [FusionNetwork]

    init(
      members count: Int, _ configuration: BranchesConfiguration = TrainingFixtures.branches()
    ) {
      var generator = SeededGenerator(seed: 2)
      func random(_ shape: [Int]) -> Tensor {
        Tensor(shape: shape, (0..<shape.reduce(1, *)).map { _ in generator.normal() })
      }
      let width = functionals
      backbone = FaceBackbone(using: &generator)
      let projection = AudioProjection(
        standardizer: Standardizer(fitting: random([20, width])),
        discriminants: LinearDiscriminantAnalysis(
          mean: random([width]), projection: random([discriminants, width])))
      fit = BranchFit(
        faceStandardizer: Standardizer(
          fitting: FusedFaceBackbone(backbone).features(random([10, 48, 48, 1]))),
        audio: configuration.doubtShare == nil
          ? AudioReading(projection: projection)
          : AudioReading(
            projection: projection,
            scores: DiscriminantScores(
              classMeans: random([8, discriminants]),
              metric: Tensor(shape: [discriminants], repeating: 0.01),
              emotions: Emotion.allCases + [.fear]),
            familiarity: AudioFamiliarity(
              rooms: LinearDiscriminantAnalysis(
                mean: random([width]), projection: random([2, width])),
              roomMeans: random([3, 2]), weights: [3, -1, 0.1], unknownShare: 0.2)))
      members = (0..<count).map { _ in
        FusionNetwork(
          discriminants: discriminants, configuration: configuration,
          using: &generator)
      }
    }

    func model(_ precision: Precision) -> EmoNetModel {
      EmoNetModel(
        backbone: backbone, fit: fit, sound: .speech, members: members, precision: precision)
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

  private static let configurations = [
    TrainingFixtures.branches(), TrainingFixtures.travelling(),
  ]

  @Test(arguments: configurations)
  func aModelThatWasWrittenAndReadGivesTheSameScores(
    configuration: BranchesConfiguration
  ) throws {
    let folder = try TemporaryFolder()
    let parts = Parts(members: 2, configuration)
    var card = ModelCard(name: "test", featureSet: AudioBranch.featureSet.version)
    card.architecture = configuration.architecture
    card.sound = .speech
    try WeightFile(
      tensors: EmoNetModel.tensors(
        backbone: parts.backbone, fit: parts.fit, members: parts.members),
      metadata: try card.metadata()
    ).write(to: folder / "model.safetensors")
    let read = try EmoNetModel.read(folder / "model.safetensors", precision: .f32)
    #expect(read.card == card)
    #expect(read.model.memberCount == 2)
    #expect(try scores(read.model) == scores(parts.model(.f32)))
  }

  @Test(arguments: configurations)
  func aNetworkScoresInTrainingAsInUse(configuration: BranchesConfiguration) throws {
    let parts = Parts(members: 1, configuration)
    let crops = Self.clips[0].crops
    let features = FusedFaceBackbone(parts.backbone).features(of: crops)
    let values = Self.clips[0].functionals ?? []
    let logitsOfFaces = FusedFaceBackbone(parts.backbone).emotionLogits(features)
    let batch = FusionBatch(
      rows: [
        FusionRow(
          picture: FusionRow.Picture(
            faces: parts.fit.faceStandardizer.transform(features),
            scores: FaceScorePooling(sharpness: 1)(logitsOfFaces)),
          sound: parts.fit.audio(values))
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
