// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

import EmoNetTraining

/// What made a report, so that somebody else can make it again.
public struct ReportManifest: Sendable, Equatable {
  /// The command line.
  public let command: String
  /// Name and version of the program.
  public let program: String
  /// The list or table that was read.
  public let source: String
  /// SHA-256 of that file; nil for a folder.
  public let sourceChecksum: String?
  /// System, processor and how many of them.
  public let machine: String

  /// A manifest from its parts.
  public init(
    command: String, program: String, source: String, sourceChecksum: String?, machine: String
  ) {
    self.command = command
    self.program = program
    self.source = source
    self.sourceChecksum = sourceChecksum
    self.machine = machine
  }

  func section(_ report: EvaluationReport) -> ReportSection {
    var rows: [(String, String)] = [
      ("command", command), ("program", program), ("model", report.model),
      ("weights, SHA-256", report.weightsChecksum),
      ("face network", report.precision.rawValue), ("list", source),
    ]
    if let sourceChecksum { rows.append(("list, SHA-256", sourceChecksum)) }
    rows += [
      (
        "answers",
        report.answers == .all ? "all seven emotions" : "the emotions of each corpus"
      ),
      ("least confidence", report.minimumConfidence.map { "\($0)" } ?? "none"),
      (
        "intervals",
        "\(Evaluator.resamples) draws, seed 0, percentiles 2.5 and 97.5"
          + (report.intervalMethod.map { "; \($0.rawValue)" } ?? "")
      ),
      ("machine", machine),
    ]
    return ReportSection(
      "How this was made", [],
      [
        ReportExhibit(
          ReportTable(
            "What made this report", columns: ["what", "value"],
            rows: rows.map { [.text($0.0), .text($0.1)] }))
      ])
  }
}
