// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

import Faces
import Files
import NeuralNetwork
import TestSupport
import Testing

@testable import EmoNet

@Suite struct EmoNetModelTests {
  private let work = ClipWork()

  private func model(_ edit: (inout ModelCard) -> Void = { _ in }) throws -> EmoNetModel {
    var card = ModelFixture.card()
    edit(&card)
    return try EmoNetModel(ModelFixture.file(card), card: card)
  }

  /// Each member's vectors of a face that is seen once, and of a sound.
  private func vectors(_ model: EmoNetModel) throws -> PerBranch<[Tensor]> {
    let faces = model.backbone.features(of: [
      FaceCrop(grey: (0..<48 * 48).map { UInt8($0 % 251) })
    ])
    let (video, audio) = try (
      #require(model.branch(.video)), #require(model.branch(.audio))
    )
    return PerBranch([
      (.video, video.vectors(of: faces, work: work)),
      (.audio, audio.vectors(of: ModelFixture.sound, work: work)),
    ])
  }

  @Test func aModelThatWasWrittenAndReadGivesTheSameScores() throws {
    let folder = try TemporaryFolder()
    let card = ModelFixture.card()
    try ModelFixture.file().write(to: folder / "model.safetensors")
    let read = try EmoNetModel.read(folder / "model.safetensors", precision: .f32)
    #expect(read.card == card)
    #expect(read.checksum.sha256 == (try FileChecksum.sha256(of: folder / "model.safetensors")))
    let first = try model()
    let scores = first.scores(try vectors(first))
    #expect(read.model.scores(try vectors(read.model)) == scores)
    #expect(scores.branches.branches == [.video, .audio])
  }

  @Test(arguments: [Float.nan, .infinity, -.infinity])
  func aWeightThatIsNoFiniteNumberIsRefused(value: Float) throws {
    let card = ModelFixture.card()
    var file = try ModelFixture.file(card)
    let name = try #require(file.tensors.keys.sorted().last)
    file.tensors[name]?[0] = value
    let error = #expect(throws: FileError.self) { try EmoNetModel(file, card: card) }
    #expect(error?.kind == .malformed)
    #expect(error?.description == "cannot load weights tensor \(name): value 0 is \(value)")
  }

  @Test func withoutTheOtherBranchTheFusedScoresAreTheBranchs() throws {
    let model = try model()
    let vectors = try vectors(model)
    let both = model.scores(vectors)
    var alone = vectors
    alone[.video] = nil
    let heard = model.scores(alone)
    alone = vectors
    alone[.audio] = nil
    let seen = model.scores(alone)
    #expect(heard.fused == both.branches[.audio] && heard.branches[.video] == nil)
    #expect(seen.fused == both.branches[.video] && seen.branches[.audio] == nil)
    #expect(abs(both.fused.values.reduce(0, +) - 1) < 1e-5)
  }

  @Test func sizesAreTheCards() throws {
    let model = try model()
    #expect(model.memberCount == 2)
    #expect(model.hiddenSize == 9)
    #expect(model.branches.map(\.width) == [6, 4])
    #expect(model.hiddenLayers(try vectors(model)).map(\.count) == [9, 9])
  }

  @Test(arguments: [1, 3, 11])
  func membersAreCountedFromTheTensors(_ members: Int) throws {
    let card = ModelFixture.card()
    let model = try EmoNetModel(ModelFixture.file(members: members), card: card)
    #expect(model.memberCount == members)
    #expect(try vectors(model).values.map(\.count) == [members, members])
  }

  @Test(arguments: [
    "member1.fusion.0.weight", "member0.video.lstm.weight_ih_l1", "faces.standardizer.mean",
    "backbone.layer2.0.bn1.running_var",
  ])
  func aFileWithoutATensorIsRefusedByTheTensorsName(_ name: String) throws {
    var file = try ModelFixture.file()
    file.tensors[name] = nil
    let error = #expect(throws: FileError.self) {
      try EmoNetModel(file, card: ModelFixture.card())
    }
    #expect(error?.kind == .malformed)
    #expect(error?.part == "tensor \(name)")
  }

  @Test func tensorsOfOtherSizesThanTheCardsAreRefusedWithBothShapes() throws {
    var card = ModelFixture.card()
    card.architecture.audioSize = 5
    let error = #expect(throws: FileError.self) {
      try EmoNetModel(ModelFixture.file(), card: card)
    }
    #expect(error?.part == "tensor member0.audio.2.weight")
    #expect(error?.reason == "the file holds shape [4, 8], but [5, 8] is expected")
  }

  @Test func aBranchThatThisProgramDoesNotKnowIsRefusedByName() throws {
    let folder = try TemporaryFolder()
    var card = ModelFixture.card()
    card.branches = ["video", "audio", "gait"]
    let path = folder / "model.safetensors"
    try ModelFixture.file(card).write(to: path)
    #expect(
      throws: FileError(
        .unsupported, path: path,
        reason: "its branch 'gait' is unknown; known are video, audio")
    ) { try EmoNetModel.read(path, precision: .f32) }
  }

  @Test func aModelOfOneBranchHasAHeadForItAlone() throws {
    var card = ModelFixture.card()
    card.branches = ["audio"]
    // As many values as the picture would have given are left out.
    let file = try ModelFixture.file(card, further: -ModelFixture.architecture.recurrentSize)
    let model = try EmoNetModel(file, card: card)
    let audio = try #require(model.branch(.audio)).vectors(of: ModelFixture.sound, work: work)
    let scores = model.scores(PerBranch([(.audio, audio)]))
    #expect(scores.branches.branches == [.audio])
    #expect(scores.branches[.audio] == scores.fused)
    #expect(model.branch(.video) == nil)
  }

  @Test(arguments: [0, -1, 3, 1_000_000_000_000])
  func aCardWithAnotherNumberOfMembersThanTheFileIsRefused(members: Int) throws {
    func card(_ count: Int) -> ModelCard {
      var card = ModelFixture.card()
      card.recipe = .object(["branches": .object(["members": .integer(Int128(count))])])
      return card
    }
    let error = #expect(throws: FileError.self) {
      try EmoNetModel(try ModelFixture.file(card(members)), card: card(members))
    }
    #expect(error?.kind == .malformed)
    #expect(error?.reason == "its card says \(members) members; the file holds 2")
    #expect(try EmoNetModel(ModelFixture.file(card(2)), card: card(2)).memberCount == 2)
  }

  @Test func anotherFeatureSetIsRefusedWithBoth() throws {
    let folder = try TemporaryFolder()
    var card = ModelFixture.card()
    card.featureSet = "other-1"
    let path = folder / "model.safetensors"
    try ModelFixture.file(card).write(to: path)
    let version = AudioBranch.featureSet.version
    #expect(
      throws: FileError(
        .unsupported, path: path,
        reason: "it was trained on feature set 'other-1'; this program computes '\(version)'")
    ) { try EmoNetModel.read(path, precision: .f32) }
  }

  @Test func temperaturesCoolTheScoresThatTheyAreOf() throws {
    let plain = try model()
    let vectors = try vectors(plain)
    let before = plain.scores(vectors)
    let cooled = try model {
      $0.calibration.fused = 2
      $0.calibration.branches = ["audio": 0.5]
    }
    let after = cooled.scores(vectors)
    #expect(after.branches[.video] == before.branches[.video])
    #expect(after.fused.best == before.fused.best)
    #expect(after.fused[after.fused.best] < before.fused[before.fused.best])
    let (heard, sharper) = try (
      #require(before.branches[.audio]), #require(after.branches[.audio])
    )
    #expect(sharper[sharper.best] > heard[heard.best])
    // The ratio of two scores is a power of what it was.
    let ratio = { (scores: EmotionScores) in scores[.sad] / scores[.happy] }
    #expect(abs(ratio(after.fused) - ratio(before.fused).squareRoot()) < 1e-4)
  }
}
