// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

import EmoNet

/// The columns of a table of answers that are text, in CSV and NPZ alike.
enum PredictionColumn {
  /// What is wrong with a row.
  struct Wrong: Error {
    let reason: String
  }

  /// What is known of the clip beside its answer.
  static let details = ["speaker", "fold", "split", "corpus", "modality", "warnings"]
  static let texts = ["path", "truth", "answer"] + details
  static let counts = ["frames_decoded", "frames_canonical", "frames_with_face"]

  /// What stands in a column of text; empty where nothing is known.
  static func text(_ name: String, _ row: PredictionRow) -> String {
    switch name {
    case "path": row.path
    case "truth": row.truth.rawValue
    case "answer": row.answerText
    case "speaker": row.speaker ?? ""
    case "fold": row.fold ?? ""
    case "split": row.split ?? ""
    case "corpus": row.corpus ?? ""
    case "modality": row.modality?.rawValue ?? ""
    default: row.warnings.joined(separator: "; ")
    }
  }

  static func counts(_ row: PredictionRow) -> [Int] {
    [row.frames.decoded, row.frames.canonical, row.frames.withFace]
  }

  /// A row from the texts of its columns and its numbers; throws what is wrong.
  static func row(
    texts: (String) -> String, scores: EmotionScores, modalities: PerBranch<PredictionBranch>,
    duration: Double, counts: [Int]
  ) throws(Wrong) -> PredictionRow {
    func known(_ name: String) -> String? { texts(name).isEmpty ? nil : texts(name) }
    guard let truth = Emotion(rawValue: texts("truth")) else {
      throw Wrong(reason: "the truth '\(texts("truth"))' is none of the seven emotions")
    }
    let answer = Emotion(rawValue: texts("answer"))
    guard answer != nil || texts("answer") == PredictionRow.uncertain else {
      throw Wrong(
        reason: "the answer '\(texts("answer"))' is neither one of the seven emotions nor "
          + PredictionRow.uncertain)
    }
    let modality = known("modality").flatMap { Modality(rawValue: $0) }
    if modality == nil, let text = known("modality") {
      throw Wrong(reason: "unknown modality '\(text)'; known are av, a, v")
    }
    var row = PredictionRow(
      path: texts("path"), truth: truth, scores: scores, modalities: modalities,
      speaker: known("speaker"), fold: known("fold"), split: known("split"),
      corpus: known("corpus"), modality: modality, duration: duration,
      frames: PredictionFrames(decoded: counts[0], canonical: counts[1], withFace: counts[2]),
      warnings: known("warnings")?.components(separatedBy: "; ") ?? [])
    row.answer = answer
    return row
  }
}
