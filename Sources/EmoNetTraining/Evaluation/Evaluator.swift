// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

public import EmoNet

/// Turns what became of each row of a list into figures.
public enum Evaluator {
  /// How many sets are drawn for the intervals.
  public static let resamples = 2000

  /// The report on a model's answers; the same outcomes and seed give the same report.
  public static func report(
    outcomes: [ClipOutcome], model: String, weightsChecksum: String, precision: Precision = .f32,
    by split: EvaluationSplit? = nil, seed: UInt64 = 0
  ) -> EvaluationReport {
    report(
      on: PredictionTable(
        outcomes, model: model, weightsChecksum: weightsChecksum, precision: precision),
      by: split, seed: seed)
  }

  /// The report on a table of answers; the same table and seed give the same report.
  package static func report(
    on table: PredictionTable, by split: EvaluationSplit? = nil,
    comparison: ModelComparison? = nil, seed: UInt64 = 0
  ) -> EvaluationReport {
    EvaluationReport(
      clips: table.rows.count + table.failed.count, failed: table.failed,
      figures: EvaluationFigures(table.rows, branches: table.branches, seed: seed),
      model: table.model, weightsChecksum: table.weightsChecksum, precision: table.precision,
      answers: table.range, minimumConfidence: table.minimumConfidence, by: split,
      parts: split.map { parts(of: table, by: $0, seed: seed) } ?? [], comparison: comparison)
  }

  /// The rows of a table by what a split names, sorted by name; what has none comes last.
  package static func parts(
    of table: PredictionTable, by split: EvaluationSplit, seed: UInt64 = 0
  ) -> [EvaluationPart] {
    parts(of: table, seed: seed) { split.name(of: $0) }
  }

  /// The rows of a table by a name, sorted by it; what has none comes last.
  package static func parts(
    of table: PredictionTable, seed: UInt64 = 0, _ name: (PredictionRow) -> String?
  ) -> [EvaluationPart] {
    let groups = Dictionary(grouping: table.rows, by: name)
    let names = groups.keys.sorted { left, right in
      guard let left, let right else { return left != nil && right == nil }
      return left < right
    }
    return names.map { name in
      EvaluationPart(
        name: name,
        figures: EvaluationFigures(groups[name] ?? [], branches: table.branches, seed: seed))
    }
  }
}

/// By what a report can be split.
public enum EvaluationSplit: String, Sendable, Codable, CaseIterable {
  /// The data set that a clip comes from.
  case corpus
  /// Who is seen or heard.
  case speaker
  /// Whether a clip carries picture, sound or both, as the list says.
  case modality

  func name(of row: PredictionRow) -> String? {
    switch self {
    case .corpus: row.corpus
    case .speaker: row.speaker
    case .modality: row.modality?.rawValue
    }
  }
}

/// The figures of the clips of one corpus, speaker or modality.
public struct EvaluationPart: Sendable, Equatable {
  /// Its name; nil for clips of which the list does not say.
  public let name: String?
  /// Its figures.
  public let figures: EvaluationFigures
}
