// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

import EmoNet
import EmoNetReports
import EmoNetTraining
import Foundation

/// Made-up answers, with whatever a page has to show.
enum MadeUpAnswers {
  /// A manifest with something in it that a page must not take for its own.
  static let manifest = ReportManifest(
    command: "emonet evaluate --list 'a <b>.csv'", program: "emonet 9.9", source: "a <b>.csv",
    sourceChecksum: String(repeating: "0f", count: 32), machine: "Linux, 2 processors")

  /// Answers to `count` clips of six emotions, two corpora and three speakers; a third of them wrong.
  static func table(_ count: Int = 60, corpora: [String?] = ["one", "two"]) -> PredictionTable {
    let emotions = Emotion.allCases.filter { $0 != .disgust }
    let rows = (0..<count).map { clip -> PredictionRow in
      let truth = emotions[clip % 6]
      let answer = clip % 3 == 2 ? emotions[(clip + 1) % 6] : truth
      let sure = 0.3 + 0.6 * Float(clip % 10) / 10
      let scores = EmotionScores { $0 == answer ? sure : (1 - sure) / 6 }
      let sound = EmotionScores { $0 == truth ? 0.4 : 0.1 }
      return PredictionRow(
        path: "clips/\(clip) & <more>.avi", truth: truth, scores: scores,
        modalities: PerBranch([
          (.video, PredictionBranch(scores: clip % 5 == 0 ? nil : scores)),
          (.audio, PredictionBranch(scores: sound)),
        ]), speaker: "s\(clip % 3)", corpus: corpora[clip % corpora.count],
        modality: clip % 5 == 0 ? .audio : .audioVisual, duration: Double(clip % 12) + 0.5,
        frames: PredictionFrames(
          decoded: 50, canonical: 50, withFace: clip % 5 == 0 ? 0 : 50),
        warnings: clip % 5 == 0 ? ["no face was found"] : [])
    }
    return PredictionTable(
      model: "emonet_test", weightsChecksum: String(repeating: "ab", count: 32), precision: .f32,
      branches: [.video, .audio], rows: rows,
      failed: [.init(path: "broken.avi", reason: "invalid data")])
  }

  /// The document on answers.
  static func document(
    _ table: PredictionTable, comparedWith other: PredictionTable? = nil
  ) throws -> ReportDocument {
    let comparison = try other.map { try ModelComparison(table, with: $0, path: "other") }
    return EvaluationDocument.make(
      table, Evaluator.report(on: table, comparison: comparison), manifest)
  }
}
