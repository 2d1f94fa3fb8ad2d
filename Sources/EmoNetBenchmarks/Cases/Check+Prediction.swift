// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

internal import EmoNet

extension Check {
  /// What holds for the judgement of every clip with a face and a sound.
  static func prediction(_ prediction: Prediction) -> [Check] {
    let scores = Emotion.allCases.map { prediction.scores[$0] }
    return [
      .finite(scores, "scores"),
      .close([scores.reduce(0, +)], to: [1], within: 1e-5, "sum of the scores"),
      Check(
        "judged from picture and sound",
        prediction.modalities.video.used && prediction.modalities.audio.used),
    ]
  }
}
