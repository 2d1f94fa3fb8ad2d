// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

/// Seven scores in [0, 1] that sum to one: what a model gives for each emotion.
public typealias EmotionScores = PerEmotion<Float>

extension PerEmotion where Value == Float {
  /// The emotion with the highest score; the earlier one of the fixed order when two are equal.
  public var best: Emotion { top(1)[0].emotion }

  /// The highest scores first, at most `count` of them; equal scores keep the fixed order.
  public func top(_ count: Int = Emotion.count) -> [(emotion: Emotion, score: Float)] {
    precondition(count > 0, "at least one emotion is asked for, not \(count)")
    let ranked = Emotion.allCases.sorted { left, right in
      self[left] != self[right] ? self[left] > self[right] : left < right
    }
    return ranked.prefix(count).map { ($0, self[$0]) }
  }

  /// The scores as an object with the seven names in the fixed order.
  public var json: OrderedJSON {
    .object(Emotion.allCases.map { ($0.rawValue, .float(self[$0])) })
  }
}
