// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

/// What a model says about one clip.
///
/// Encodes to one JSON, described in `Features/schemas/prediction.json`.
public struct Prediction: Sendable, Equatable {
  /// Version of the JSON.
  public static let format = "emonet-prediction/2"
  /// What is written in the place of an emotion where the model is not sure enough to answer.
  package static let uncertain = "uncertain"

  /// Path as it was given.
  public let path: String
  /// The emotion with the highest score.
  public let label: Emotion
  /// That emotion's score, in [0, 1].
  public let confidence: Float
  /// The fused scores.
  public let scores: EmotionScores
  /// What each branch of the model says alone.
  public let modalities: PerBranch<PredictionBranch>
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
  /// The tracks of picture and sound among which there was a choice; nil where there was none.
  public let tracks: PredictionTracks?
  /// The faces among which there was a choice; nil where there was none.
  public let faces: PredictionFaces?
  /// What was missing or went wrong without preventing an answer, one line each.
  public let warnings: [String]

  /// A prediction from its scores; label and confidence follow from them.
  public init(
    path: String, scores: EmotionScores, modalities: PerBranch<PredictionBranch>,
    frames: PredictionFrames, duration: Double, model: String, precision: Precision = .f32,
    windows: [PredictionWindow] = [], tracks: PredictionTracks? = nil,
    faces: PredictionFaces? = nil, warnings: [String] = []
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
    self.tracks = tracks
    self.faces = faces
    self.warnings = warnings
  }
}

/// One branch of the model: whether it had anything to go by, and what it says alone.
public struct PredictionBranch: Sendable, Equatable {
  /// The branch's own scores; nil when it was not used.
  public let scores: EmotionScores?
  /// How much what the branch had to go by is like what the model knows, in [0, 1], by which it counts in the fused
  /// answer; nil where the model says nothing of it.
  ///
  /// 0 is a sound that is named no better than by chance, 1 one of a corpus that the model knows.
  public let familiarity: Float?
  /// Whether the fused answer rests on this branch too.
  public var used: Bool { scores != nil }

  /// A branch that spoke, or with nil one that had nothing to go by.
  public init(scores: EmotionScores?, familiarity: Float? = nil) {
    self.scores = scores
    self.familiarity = familiarity
  }
}

/// How many frames stand behind a prediction.
public struct PredictionFrames: Sendable, Equatable {
  /// Frames that the decoder gave.
  public let decoded: Int
  /// Frames on the grid of 25 a second.
  public let canonical: Int
  /// Canonical frames in which the main face was seen.
  public let withFace: Int

  /// Counts; all zero for a clip without picture.
  public init(decoded: Int, canonical: Int, withFace: Int) {
    self.decoded = decoded
    self.canonical = canonical
    self.withFace = withFace
  }
}

/// What a model says about one window of a long clip.
public struct PredictionWindow: Sendable, Equatable {
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
  /// What each branch of the model says alone.
  public let modalities: PerBranch<PredictionBranch>

  /// A window from its scores; label and confidence follow from them.
  public init(
    start: Double, end: Double, scores: EmotionScores, modalities: PerBranch<PredictionBranch>
  ) {
    self.start = start
    self.end = end
    self.label = scores.best
    self.confidence = scores[scores.best]
    self.scores = scores
    self.modalities = modalities
  }
}
