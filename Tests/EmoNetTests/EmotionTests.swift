// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

import EmoNet
import Files
import Foundation
import Testing

@Suite struct EmotionTests {
  @Test func theSevenEmotionsStandInTheDocumentedOrder() {
    #expect(
      Emotion.names == ["angry", "disgust", "fear", "happy", "neutral", "sad", "surprise"])
    #expect(Emotion.allCases.map(\.index) == Array(0..<7))
    #expect(Emotion.allCases.allSatisfy { Emotion(index: $0.index) == $0 })
    #expect(Emotion.sad < .surprise)
  }

  @Test(arguments: [
    ("anger", Emotion.angry), ("Angry", .angry), (" ANGRY\t", .angry), ("Disgust", .disgust),
    ("disgusted", .disgust), ("Fear", .fear), ("fearful", .fear), ("Happy", .happy),
    ("happiness", .happy), ("Neutral", .neutral), ("neutrality", .neutral), ("Sad", .sad),
    ("sadness", .sad), ("Surprise", .surprise), ("surprised", .surprise), ("AF", .fear),
    ("NE", .neutral),
  ])
  func aSpellingMapsToItsEmotion(spelling: String, emotion: Emotion) {
    #expect(Emotion(spelling: spelling) == emotion)
  }

  @Test(arguments: ["", " ", "calm", "contempt", "boredom", "angry!", "3", "happy sad"])
  func anUnknownLabelMapsToNothing(spelling: String) {
    #expect(Emotion(spelling: spelling) == nil)
  }

  @Test func everySpellingInTheTableIsItselfAccepted() {
    for (spelling, emotion) in Emotion.spellings {
      #expect(Emotion(spelling: spelling) == emotion)
    }
    #expect(
      Emotion.knownSpellings.hasPrefix("angry (an, ang, anger), disgust (di, dis, disgusted), fear")
    )
  }

  @Test func scoresAreRankedAndEqualOnesKeepTheFixedOrder() {
    let scores = EmotionScores([0.1, 0.3, 0, 0.3, 0.2, 0.1, 0])
    #expect(scores.best == .disgust)
    #expect(scores.top(4).map(\.emotion) == [.disgust, .happy, .neutral, .angry])
    #expect(scores.top(2).map(\.score) == [0.3, 0.3])
    #expect(scores.top().count == 7)
  }

  @Test func scoresSurviveARoundTripThroughJSONAsAnObjectOfNames() throws {
    let scores = EmotionScores([0.1, 0.2, 0.05, 0.15, 0.25, 0.05, 0.2])
    let data = try JSONEncoder().encode(scores)
    #expect(try JSONDecoder().decode(EmotionScores.self, from: data) == scores)
    #expect(try JSONDecoder().decode([String: Float].self, from: data)["neutral"] == 0.25)
    let text = try scores.json.text()
    #expect(
      text == #"{"angry":0.1,"disgust":0.2,"fear":0.05,"happy":0.15,"neutral":0.25,"#
        + #""sad":0.05,"surprise":0.2}"#)
    #expect(try JSONDecoder().decode(EmotionScores.self, from: Data(text.utf8)) == scores)
  }
}
