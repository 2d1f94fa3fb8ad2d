// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

/// What picture and sound say alone, beside the fused answer.
public struct PredictionModalities: Sendable, Equatable, Codable {
  /// The picture: faces over time.
  public let video: PredictionBranch
  /// The sound.
  public let audio: PredictionBranch

  /// Both branches.
  public init(video: PredictionBranch, audio: PredictionBranch) {
    self.video = video
    self.audio = audio
  }

  var json: OrderedJSON { .object([("video", video.json), ("audio", audio.json)]) }
}

/// One branch of the model: whether it had anything to go by, and what it says alone.
public struct PredictionBranch: Sendable, Equatable, Codable {
  /// The branch's own scores; nil when it was not used.
  public let scores: EmotionScores?
  /// Whether the fused answer rests on this branch too.
  public var used: Bool { scores != nil }

  /// A branch that spoke, or with nil one that had nothing to go by.
  public init(scores: EmotionScores?) {
    self.scores = scores
  }

  /// A branch without picture, face or sound to go by.
  public static let unused = PredictionBranch(scores: nil)

  private enum Key: String, CodingKey { case used, scores }

  /// Reads `{used, scores}`; `scores` may be null or missing.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: Key.self)
    scores = try container.decodeIfPresent(EmotionScores.self, forKey: .scores)
  }

  /// Writes `{used, scores}`, with null for scores that are not there.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: Key.self)
    try container.encode(used, forKey: .used)
    try container.encode(scores, forKey: .scores)
  }

  var json: OrderedJSON { .object([("used", .bool(used)), ("scores", scores?.json ?? .null)]) }
}
