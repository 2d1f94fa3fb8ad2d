// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

import EmoNet
import Files

@testable import EmoNetCLI

/// Made-up answers, for tests of what is done with them.
enum Samples {
  /// A happy clip without sound.
  static func prediction(_ path: String) -> Prediction {
    // Sums of powers of two, which print exactly.
    let scores = EmotionScores([0, 0, 0, 0.75, 0.125, 0.125, 0])
    return Prediction(
      path: path, scores: scores,
      modalities: PerBranch([
        (.video, PredictionBranch(scores: scores)), (.audio, PredictionBranch(scores: nil)),
      ]),
      frames: PredictionFrames(decoded: 70, canonical: 70, withFace: 69), duration: 2.8,
      model: "test", warnings: ["no sound"])
  }

  /// A model that finds every clip happy, but fails for those whose name has `bad` in it.
  static let classifier = ClipClassifier(
    modelName: "test", branches: Branch.standard, weightsChecksum: { "c0ffee" }, precision: .f32,
    bf16: nil,
    trainingSpeakers: ["ann"],
    times: StageTimes(),
    classify: { path, _, _ in
      if path.contains("bad") { throw FileError(.malformed, path: path, reason: "made to fail") }
      return prediction(path)
    }, judge: { entry, _ in prediction(entry.resolvedPath) })
}
