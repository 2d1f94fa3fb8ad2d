// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

internal import Faces
internal import NeuralNetwork

/// How far a model's scores move when its face backbone computes in 16-bit floats.
public struct PrecisionCheck: Codable, Sendable, Equatable {
  /// Validation clips with a face that were judged both ways.
  public var clips: Int
  /// Greatest difference of one of the seven fused scores, in [0, 1].
  public var greatestScoreDifference: Double
  /// Clips whose answer is the same.
  public var sameAnswers: Int

  /// Greatest difference at which `PrecisionChoice.auto` may choose 16-bit floats.
  public static let tolerance = 0.01

  init(clips: Int, greatestScoreDifference: Double, sameAnswers: Int) {
    self.clips = clips
    self.greatestScoreDifference = greatestScoreDifference
    self.sameAnswers = sameAnswers
  }

  /// Judges clips with both models; nil when none has a face.
  init?(
    _ clips: [(crops: [FaceCrop], functionals: [Float]?)], exact: EmoNetModel,
    rounded: EmoNetModel
  ) {
    self.init(clips: 0, greatestScoreDifference: 0, sameAnswers: 0)
    for clip in clips where !clip.crops.isEmpty {
      func scores(_ model: EmoNetModel) -> EmotionScores {
        model.scores(
          video: model.videoVectors(faces: model.features(of: clip.crops)),
          sound: clip.functionals.map(model.soundVectors)
        ).fused
      }
      let (left, right) = (scores(exact), scores(rounded))
      self.clips += 1
      sameAnswers += left.best == right.best ? 1 : 0
      for emotion in Emotion.allCases {
        greatestScoreDifference = max(
          greatestScoreDifference, Double(abs(left[emotion] - right[emotion])))
      }
    }
    guard self.clips > 0 else { return nil }
  }
}

extension ModelCard {
  /// Whether the scores were found to stay within the tolerance in 16-bit floats.
  public var staysInBF16: Bool {
    bf16.map { $0.greatestScoreDifference <= PrecisionCheck.tolerance } ?? false
  }
}
