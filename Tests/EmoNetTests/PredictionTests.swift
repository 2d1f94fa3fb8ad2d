// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

import EmoNet
import Files
import Foundation
import TestSupport
import Testing

@Suite struct PredictionTests {
  private static let modalities = PerBranch<PredictionBranch>([
    (.video, PredictionBranch(scores: nil)),
    (.audio, PredictionBranch(scores: EmotionScores([0, 0, 0, 1, 0, 0, 0]))),
  ])

  private let prediction = Prediction(
    path: "clips/a \"b\".avi", scores: EmotionScores([0.125, 0, 0, 0.5, 0.25, 0.125, 0]),
    modalities: modalities,
    frames: PredictionFrames(decoded: 61, canonical: 60, withFace: 0), duration: 2.4,
    model: "emonet-1", warnings: ["no face was found"])

  /// A long clip, judged in 16-bit floats, with a branch that is not among the standard ones.
  private let long = Prediction(
    path: "l.avi", scores: EmotionScores([0.1, 0, 0, 0.5, 0.25, 0.15, 0]),
    modalities: PerBranch([
      (.audio, PredictionBranch(scores: EmotionScores([0.3, 0, 0, 0.7, 0, 0, 0]))),
      (Branch(named: "gait"), PredictionBranch(scores: nil)),
    ]),
    frames: PredictionFrames(decoded: 1750, canonical: 1750, withFace: 0), duration: 70.25,
    model: "emonet-1", precision: .bf16,
    windows: [
      PredictionWindow(
        start: 0, end: 10, scores: EmotionScores([0, 0.2, 0, 0.8, 0, 0, 0]),
        modalities: modalities)
    ])

  @Test func labelAndConfidenceFollowFromTheScores() {
    #expect(prediction.label == .happy)
    #expect(prediction.confidence == 0.5)
    #expect(long.windows[0].label == .happy)
    #expect(long.windows[0].confidence == 0.8)
  }

  @Test func theJSONHasExactlyTheDocumentedKeysInOrder() throws {
    #expect(
      try prediction.json.text()
        == #"{"format":"emonet-prediction/2","#
        + #""path":"clips/a \"b\".avi","label":"happy","confidence":0.5,"#
        + #""scores":{"angry":0.125,"disgust":0.0,"fear":0.0,"happy":0.5,"neutral":0.25,"#
        + #""sad":0.125,"surprise":0.0},"modalities":{"video":{"used":false,"scores":null},"#
        + #""audio":{"used":true,"scores":{"angry":0.0,"disgust":0.0,"fear":0.0,"happy":1.0,"#
        + #""neutral":0.0,"sad":0.0,"surprise":0.0}}},"#
        + #""frames":{"decoded":61,"canonical":60,"withFace":0},"duration":2.4,"#
        + #""model":"emonet-1","warnings":["no face was found"]}"#)
  }

  @Test func precisionAndWindowsStandWhereThereIsSomethingToSay() throws {
    let text = try long.json.text()
    let end = """
      "warnings":[],"precision":"bf16","windows":[{"start":0.0,"end":10.0,\
      "label":"happy","confidence":0.8,\
      "scores":{"angry":0.0,"disgust":0.2,"fear":0.0,"happy":0.8,"neutral":0.0,\
      "sad":0.0,"surprise":0.0},"modalities":{"video":{"used":false,"scores":null},\
      "audio":{"used":true,"scores":{"angry":0.0,"disgust":0.0,"fear":0.0,"happy":1.0,\
      "neutral":0.0,"sad":0.0,"surprise":0.0}}}}]}
      """
    #expect(text.hasSuffix(end))
    #expect(text.contains(#""modalities":{"audio":{"used":true"#))
    #expect(text.contains(#""gait":{"used":false,"scores":null}}"#))
  }

  @Test func aPredictionReadsBackFromBothEncoders() throws {
    for prediction in [prediction, long] {
      let ordered = Data(try prediction.json.text().utf8)
      #expect(try JSONDecoder().decode(Prediction.self, from: ordered) == prediction)
      let unordered = try JSONEncoder().encode(prediction)
      #expect(try JSONDecoder().decode(Prediction.self, from: unordered) == prediction)
      #expect(String(decoding: unordered, as: UTF8.self).contains(#""scores":null"#))
    }
  }

  @Test func bothEncodersWriteTheSameMembersAndValues() throws {
    for prediction in [prediction, long] {
      let ordered = try JSONDecoder().decode(
        JSONValue.self, from: Data(prediction.json.text().utf8))
      let unordered = try JSONDecoder().decode(
        JSONValue.self, from: JSONEncoder().encode(prediction))
      #expect(ordered == unordered)
      #expect(ordered["format"] == .string("emonet-prediction/2"))
    }
  }

  @Test func whatWasWrittenInTheFirstFormatOrBeforeThereWereFormatsReadsBack() throws {
    let text = try prediction.json.text().replacing(#""format":"emonet-prediction/2","#, with: "")
    #expect(!text.contains("format"))
    #expect(try JSONDecoder().decode(Prediction.self, from: Data(text.utf8)) == prediction)
    let first = try prediction.json.text().replacing("prediction/2", with: "prediction/1")
    #expect(try JSONDecoder().decode(Prediction.self, from: Data(first.utf8)) == prediction)
  }

  @Test func anotherFormatIsRefusedWithBoth() throws {
    let text = try prediction.json.text().replacing("prediction/2", with: "prediction/3")
    let error = #expect(throws: DecodingError.self) {
      try JSONDecoder().decode(Prediction.self, from: Data(text.utf8))
    }
    #expect(error?.sentence == "'emonet-prediction/3' is not 'emonet-prediction/2'")
  }
}
