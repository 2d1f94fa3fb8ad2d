// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

public import EmoNet
public import EmoNetTraining

/// An evaluation to be looked at or printed: what `emonet evaluate --report` writes.
public struct EvaluationPage: Sendable {
  private let document: ReportDocument

  /// An evaluation of what became of each row of a list; the same outcomes give the same page.
  ///
  /// - Parameters:
  ///   - model: name of the model.
  ///   - weightsChecksum: SHA-256 of its weight file, 64 hexadecimal digits.
  ///   - precision: what its face backbone computed in.
  ///   - minimumConfidence: below it, in [0, 1], no answer is given; nil for an answer always.
  ///   - manifest: what made the page, told at its end.
  public init(
    _ outcomes: [ClipOutcome], model: String, weightsChecksum: String, precision: Precision = .f32,
    minimumConfidence: Double? = nil, manifest: ReportManifest
  ) {
    var table = PredictionTable(
      outcomes, model: model, weightsChecksum: weightsChecksum, precision: precision)
    if let minimumConfidence { table = table.answering(withAtLeast: minimumConfidence) }
    document = EvaluationDocument.make(table, Evaluator.report(on: table), manifest)
  }

  /// One page as HTML that needs nothing beside it: no script, no request, pictures in place.
  public var html: String { HTMLWriter.page(document) }

  /// The tables in Markdown.
  public var markdown: String { MarkdownWriter.text(document) }

  /// The tables in LaTeX, each a float with the rules of the package `booktabs`.
  public var latex: String { LaTeXWriter.text(document) }
}
