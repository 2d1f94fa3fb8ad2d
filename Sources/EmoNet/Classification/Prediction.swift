// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

/// What a model says about one clip.
public struct Prediction: Sendable, Equatable, Codable {
  /// Path as it was given.
  public let path: String
  /// The emotion with the highest score.
  public let label: Emotion
  /// That emotion's score, in [0, 1].
  public let confidence: Float
  /// The fused scores.
  public let scores: EmotionScores
  /// What picture and sound say alone.
  public let modalities: PredictionModalities
  /// How many frames stand behind the answer.
  public let frames: PredictionFrames
  /// Length of the clip in seconds.
  public let duration: Double
  /// Name of the model, from its card.
  public let model: String
  /// What its face backbone computed in.
  public let precision: Precision
  /// A clip of more than a minute, window by window; those in which there is nothing to go by are left
  /// out. The clip's scores are their mean. Empty for shorter clips.
  public let windows: [PredictionWindow]
  /// What was missing or went wrong without preventing an answer, one line each.
  public let warnings: [String]

  /// A prediction from its scores; label and confidence follow from them.
  public init(
    path: String, scores: EmotionScores, modalities: PredictionModalities,
    frames: PredictionFrames, duration: Double, model: String, precision: Precision = .f32,
    windows: [PredictionWindow] = [], warnings: [String] = []
  ) {
    self.path = path
    self.label = scores.best
    self.confidence = scores[scores.best]
    self.scores = scores
    self.modalities = modalities
    self.frames = frames
    self.duration = duration
    self.model = model
    self.precision = precision
    self.windows = windows
    self.warnings = warnings
  }

  /// The prediction as an object whose keys stand in the documented order; `precision` only where it is
  /// not `f32`, `windows` only where there are some.
  public var json: OrderedJSON {
    .object(
      [
        ("path", .string(path)),
        ("label", .string(label.rawValue)),
        ("confidence", .float(confidence)),
        ("scores", scores.json),
        ("modalities", modalities.json),
        ("frames", frames.json),
        ("duration", .double(duration)),
        ("model", .string(model)),
        ("warnings", .array(warnings.map { .string($0) })),
      ] + (precision == .f32 ? [] : [("precision", .string(precision.rawValue))])
        + (windows.isEmpty ? [] : [("windows", .array(windows.map(\.json)))]))
  }

  /// Reads what `json` writes.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    func value<T: Decodable>(_ key: CodingKeys) throws -> T {
      try container.decode(T.self, forKey: key)
    }
    self.init(
      path: try value(.path), scores: try value(.scores), modalities: try value(.modalities),
      frames: try value(.frames), duration: try value(.duration), model: try value(.model),
      precision: try container.decodeIfPresent(Precision.self, forKey: .precision) ?? .f32,
      windows: try container.decodeIfPresent([PredictionWindow].self, forKey: .windows) ?? [],
      warnings: try value(.warnings))
  }
}
