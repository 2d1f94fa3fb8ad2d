// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

import EmoNet
import Faces
import NeuralNetwork

extension PrecisionCheck {
  /// Judges clips with both models; nil when none has a face.
  init?(
    _ clips: [(crops: [FaceCrop], functionals: [Float]?)], exact: EmoNetModel,
    rounded: EmoNetModel
  ) {
    self.init(clips: 0, greatestScoreDifference: 0, sameAnswers: 0)
    for clip in clips where !clip.crops.isEmpty {
      let (left, right) = (Self.scores(clip, exact), Self.scores(clip, rounded))
      self.clips += 1
      sameAnswers += left.best == right.best ? 1 : 0
      for emotion in Emotion.allCases {
        greatestScoreDifference = max(
          greatestScoreDifference, Double(abs(left[emotion] - right[emotion])))
      }
    }
    guard self.clips > 0 else { return nil }
  }

  private static func scores(
    _ clip: (crops: [FaceCrop], functionals: [Float]?), _ model: EmoNetModel
  ) -> EmotionScores {
    let work = ClipWork()
    var vectors = PerBranch<[Tensor]>()
    let faces = model.backbone.features(of: clip.crops)
    vectors[.video] = model.branch(.video)?.vectors(of: faces, work: work)
    vectors[.audio] = clip.functionals.flatMap {
      model.branch(.audio)?.vectors(of: Tensor(shape: [$0.count], $0), work: work)
    }
    return model.scores(vectors).fused
  }
}
