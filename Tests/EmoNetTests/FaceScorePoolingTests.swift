// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

import Foundation
import NeuralNetwork
import Testing

@testable import EmoNet

@Suite struct FaceScorePoolingTests {
  /// Scores before the softmax that give one emotion a probability and share the rest among the others.
  private static func logits(_ faces: [(Emotion, Double)]) -> Tensor {
    Tensor(
      shape: [faces.count, Emotion.count],
      faces.flatMap { emotion, share in
        Emotion.allCases.map { Float(log($0 == emotion ? share : (1 - share) / 6)) }
      })
  }

  @Test(arguments: [0.01, 1, 8] as [Float])
  func oneFaceKeepsItsOwnScores(sharpness: Float) {
    let scores = FaceScorePooling(sharpness: sharpness)(Self.logits([(.fear, 0.7)]))
    #expect(abs(exp(Double(scores[Emotion.fear.index])) - 0.7) < 1e-4)
    #expect(abs(exp(Double(scores[Emotion.sad.index])) - 0.05) < 1e-4)
  }

  @Test func aSharpnessOf1IsTheMeanProbability() {
    let scores = FaceScorePooling(sharpness: 1)(Self.logits([(.happy, 0.9), (.neutral, 0.6)]))
    #expect(abs(exp(Double(scores[Emotion.happy.index])) - (0.9 + 0.4 / 6) / 2) < 1e-5)
  }

  @Test func aSharperPoolingFollowsTheFewFacesThatExpressSomething() {
    let faces = Self.logits(
      [(Emotion, Double)](repeating: (.neutral, 0.6), count: 8) + [
        (.surprise, 0.95), (.surprise, 0.95),
      ])
    func lead(_ sharpness: Float) -> Float {
      let scores = FaceScorePooling(sharpness: sharpness)(faces)
      return scores[Emotion.surprise.index] - scores[Emotion.neutral.index]
    }
    #expect(lead(0.1) < lead(1))
    #expect(lead(1) < 0)
    #expect(lead(8) > 0)
  }
}
