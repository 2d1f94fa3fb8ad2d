// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

/// What a model says about one window of a long clip.
public struct PredictionWindow: Sendable, Equatable, Codable {
  /// Start, in seconds from the clip's start.
  public let start: Double
  /// End, in seconds from the clip's start.
  public let end: Double
  /// The emotion with the highest score.
  public let label: Emotion
  /// That emotion's score, in [0, 1].
  public let confidence: Float
  /// The fused scores.
  public let scores: EmotionScores
  /// What picture and sound say alone.
  public let modalities: PredictionModalities

  /// A window from its scores; label and confidence follow from them.
  public init(
    start: Double, end: Double, scores: EmotionScores, modalities: PredictionModalities
  ) {
    self.start = start
    self.end = end
    self.label = scores.best
    self.confidence = scores[scores.best]
    self.scores = scores
    self.modalities = modalities
  }

  var json: OrderedJSON {
    .object([
      ("start", .double(start)), ("end", .double(end)), ("label", .string(label.rawValue)),
      ("confidence", .float(confidence)), ("scores", scores.json),
      ("modalities", modalities.json),
    ])
  }
}
