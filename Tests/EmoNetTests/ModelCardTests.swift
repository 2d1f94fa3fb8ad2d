// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

import Files
import Foundation
import NeuralNetwork
import TestSupport
import Testing

@testable import EmoNet

@Suite struct ModelCardTests {
  /// What a card must say.
  private static let needed =
    #""faceContract":"\#(ModelCard.currentFaceContract)","featureSet":"f","#
    + #""format":"emonet-model/2","#
    + #""labels":["angry","disgust","fear","happy","neutral","sad","surprise"],"name":"n""#

  /// A card from what it must say and further members.
  private func card(_ further: String) throws -> ModelCard {
    try ModelCard(metadata: ["card": "{\(Self.needed)\(further)}"], path: "m")
  }

  private func text(_ card: ModelCard) throws -> String {
    try #require(card.metadata()["card"])
  }

  @Test func aCardComesBackFromItsMetadata() throws {
    var card = ModelFixture.card()
    card.branches = ["audio", "video"]
    card.calibration.fused = 1.5
    card.calibration.branches = ["audio": 0.75]
    card.bf16 = PrecisionCheck(clips: 48, greatestScoreDifference: 0.004, sameAnswers: 47)
    #expect(try ModelCard(metadata: card.metadata(), path: "m") == card)
    #expect(card.staysInBF16)
  }

  @Test(arguments: [
    "", #","configuration":null"#, #","configuration":{}"#, #","configuration":{"seed":1}"#,
    #","configuration":{"branches":{"epochs":{"a":[1,2.5]},"tomorrow":[]},"backbone":"none"}"#,
    #","configuration":"by hand""#, #","configuration":[1,"two",null]"#,
    #","configuration":17"#, #","configuration":false"#,
  ])
  func aCardOpensWhateverItsRecipeSays(_ recipe: String) throws {
    let card = try card(recipe)
    #expect(card.name == "n")
    #expect(card.architecture == ModelArchitecture())
    #expect(card.branches == ["video", "audio"])
    #expect(card.calibration == Calibration())
    #expect(!card.staysInBF16)
  }

  @Test(arguments: [
    #"{"seed":18446744073709551615,"share":0.1,"deep":{"a":[true,null,-3,1e-300,"é\n"]}}"#,
    #""by hand""#, "[1,2.5]", "null",
  ])
  func theRecipeSurvivesByteForByte(_ recipe: String) throws {
    let card = try card(#","configuration":\#(recipe)"#)
    #expect(try CanonicalJSON.text(card.recipe) == sorted(recipe))
    #expect(try text(card).contains(#""configuration":\#(sorted(recipe)),"#))
    #expect(try ModelCard(metadata: card.metadata(), path: "m").recipe == card.recipe)
  }

  /// The recipes above with their keys sorted.
  private func sorted(_ recipe: String) -> String {
    recipe.hasPrefix("{")
      ? #"{"deep":{"a":[true,null,-3,1e-300,"é\n"]},"seed":18446744073709551615,"share":0.1}"#
      : recipe
  }

  @Test func whatACardNeedNotSayIsLeftOutOfIt() throws {
    var card = ModelCard(name: "n", featureSet: "f")
    let plain = try text(card)
    #expect(
      plain == #"{"configuration":null,\#(Self.needed),"#
        + #""trainingClips":{},"trainingSpeakers":[],"validation":{}}"#)
    card.calibration.branches = ["video": 2]
    #expect(try text(card).contains(#""calibration":{"branches":{"video":2},"fused":1}"#))
    card.architecture.recurrentLayers = 2
    #expect(try text(card).contains(#""recurrentLayers":2"#))
    card.branches = ["audio"]
    #expect(try text(card).contains(#""branches":["audio"]"#))
  }

  @Test func theShippedCardIsWrittenAsItStands() throws {
    let metadata = try WeightFile.read(Checkout.model).metadata
    let card = try ModelCard(metadata: metadata, path: Checkout.model)
    #expect(try card.metadata() == metadata)
    #expect(card.architecture.backbone.network == .resnet29)
    #expect(card.sound == .speech)
    #expect(card.recipe["branches"]?["members"] != nil)
  }

  @Test(arguments: [
    (#""recurrentSize":0"#, "not 0"), (#""recurrentLayers":-1"#, "not -1"),
    (#""audioHiddenSize":4097"#, "not 4097"), (#""audioSize":9223372036854775807"#, "4096"),
    (#""fusionHiddenSizes":[128,0]"#, "not 0"),
    (#""fusionHiddenSizes":64"#, "fusionHiddenSizes"), (#""audioSize":1.5"#, "cannot be read"),
  ])
  func sizesOutOfRangeAreRefused(_ size: String, _ reason: String) throws {
    let error = #expect(throws: FileError.self) { try card(#","architecture":{\#(size)}"#) }
    #expect(error?.kind == .malformed)
    #expect(error?.reason.hasPrefix("its card cannot be read: ") == true)
    #expect(error?.reason.contains(reason) == true, "\(error?.reason ?? "")")
  }

  @Test(arguments: [
    #"{"fused":0}"#, #"{"fused":-1}"#, #"{"fused":1e39}"#, #"{"fused":1e-60}"#,
    #"{"fused":NaN}"#, #"{"fused":"warm"}"#, #"{"branches":{"audio":0}}"#,
    #"{"branches":{"audio":-0.5}}"#, #"{"branches":{"audio":1e400}}"#,
  ])
  func temperaturesThatAreNotPositiveNumbersAreRefused(_ calibration: String) {
    let error = #expect(throws: FileError.self) { try card(#","calibration":\#(calibration)"#) }
    #expect(error?.kind == .malformed)
  }

  @Test func whatACalibrationDoesNotSayIsOne() throws {
    #expect(try card(#","calibration":{}"#).calibration == Calibration())
    let fused = try card(#","calibration":{"fused":1.25}"#).calibration
    #expect(fused.fused == 1.25 && fused.temperature(of: .audio) == 1)
    let audio = try card(#","calibration":{"branches":{"audio":3}}"#).calibration
    #expect(audio.fused == 1 && audio.temperature(of: .audio) == 3)
  }

  @Test(arguments: [#","branches":[]"#, #","branches":["audio","video","audio"]"#])
  func branchesAreThereAndEachOnce(_ branches: String) {
    let error = #expect(throws: FileError.self) { try card(branches) }
    #expect(error?.kind == .malformed)
    #expect(error?.reason.contains("branch") == true)
  }

  @Test func anotherLabelOrderIsRefusedWithBothOrders() throws {
    var card = ModelFixture.card()
    card.labels.swapAt(0, 1)
    let error = #expect(throws: FileError.self) {
      try ModelCard(metadata: card.metadata(), path: "m")
    }
    #expect(error?.kind == .unsupported)
    #expect(error?.reason.contains("disgust angry") == true)
  }

  @Test func anotherFaceContractIsRefusedWithBoth() throws {
    var card = ModelFixture.card()
    card.faceContract = "colour"
    #expect(
      throws: FileError(
        .unsupported, path: "m",
        reason: "its face contract is 'colour'; this program needs "
          + "'\(ModelCard.currentFaceContract)'")
    ) { try ModelCard(metadata: card.metadata(), path: "m") }
  }

  @Test func aCardOfAnotherFormatIsRefusedByItsFormatWhateverElseItLacks() throws {
    let error = #expect(throws: FileError.self) {
      try ModelCard(metadata: ["card": #"{"format": "emonet-model/1"}"#], path: "m")
    }
    #expect(error?.reason == "its format is 'emonet-model/1'; this program needs 'emonet-model/2'")
  }

  @Test func aFileWithoutACardIsNotAModel() {
    #expect(
      throws: FileError(
        .malformed, path: "m", reason: "no card in it, so it is not a model of emonet")
    ) { try ModelCard(metadata: [:], path: "m") }
    #expect(throws: FileError.self) { try ModelCard(metadata: ["card": "{"], path: "m") }
  }
}
