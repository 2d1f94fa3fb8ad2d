// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

import EmoNet
import Foundation
import Testing

@Suite struct PredictionTests {
  private let prediction = Prediction(
    path: "clips/a \"b\".avi", scores: EmotionScores([0.125, 0, 0, 0.5, 0.25, 0.125, 0]),
    modalities: PredictionModalities(
      video: .unused,
      audio: PredictionBranch(scores: EmotionScores([0, 0, 0, 1, 0, 0, 0]))),
    frames: PredictionFrames(decoded: 61, canonical: 60, withFace: 0), duration: 2.4,
    model: "emonet-1", warnings: ["no face was found"])

  @Test func `label and confidence follow from the scores`() {
    #expect(prediction.label == .happy)
    #expect(prediction.confidence == 0.5)
  }

  @Test func `the JSON has exactly the documented keys in order`() throws {
    #expect(
      try prediction.json.text()
        == #"{"path":"clips/a \"b\".avi","label":"happy","confidence":0.5,"#
        + #""scores":{"angry":0.125,"disgust":0.0,"fear":0.0,"happy":0.5,"neutral":0.25,"#
        + #""sad":0.125,"surprise":0.0},"modalities":{"video":{"used":false,"scores":null},"#
        + #""audio":{"used":true,"scores":{"angry":0.0,"disgust":0.0,"fear":0.0,"happy":1.0,"#
        + #""neutral":0.0,"sad":0.0,"surprise":0.0}}},"#
        + #""frames":{"decoded":61,"canonical":60,"withFace":0},"duration":2.4,"#
        + #""model":"emonet-1","warnings":["no face was found"]}"#)
  }

  @Test func `a prediction reads back from both encoders`() throws {
    let ordered = Data(try prediction.json.text().utf8)
    #expect(try JSONDecoder().decode(Prediction.self, from: ordered) == prediction)
    let unordered = try JSONEncoder().encode(prediction)
    #expect(try JSONDecoder().decode(Prediction.self, from: unordered) == prediction)
    #expect(String(decoding: unordered, as: UTF8.self).contains(#""scores":null"#))
  }
}
