// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

/// Scores of one stretch of a clip: of both branches together, and of each alone.
struct BranchScores: Sendable {
  var fused: EmotionScores
  var video: EmotionScores?
  var audio: EmotionScores?

  init(fused: EmotionScores, video: EmotionScores?, audio: EmotionScores?) {
    self.fused = fused
    self.video = video
    self.audio = audio
  }

  /// What picture and sound say alone, as a prediction shows it.
  var modalities: PredictionModalities {
    PredictionModalities(
      video: PredictionBranch(scores: video), audio: PredictionBranch(scores: audio))
  }

  /// The means of several stretches' scores, each branch's over those in which it spoke.
  ///
  /// `stretches` holds at least one, each with its length.
  init(meanOf stretches: [(scores: BranchScores, length: Double)]) {
    func mean(_ branch: (BranchScores) -> EmotionScores?) -> EmotionScores? {
      var sum = [Double](repeating: 0, count: Emotion.count)
      var length = 0.0
      for stretch in stretches {
        guard let scores = branch(stretch.scores) else { continue }
        for (index, value) in scores.values.enumerated() {
          sum[index] += Double(value) * stretch.length
        }
        length += stretch.length
      }
      return length > 0 ? EmotionScores(sum.map { Float($0 / length) }) : nil
    }
    guard let fused = mean(\.fused) else { preconditionFailure("the mean of no stretch") }
    self.init(fused: fused, video: mean(\.video), audio: mean(\.audio))
  }
}
