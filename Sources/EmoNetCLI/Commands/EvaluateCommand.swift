// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

import Arguments
import EmoNet
import EmoNetReports
import EmoNetTraining
import Files
import Foundation

/// `emonet evaluate`: says how well a model does on a labelled list.
enum EvaluateCommand {
  /// The command; `load` gives the model that is asked for.
  static func command(
    load: @escaping @Sendable (ModelChoice) throws -> ClipClassifier
  ) -> Command {
    Command(
      name: "evaluate", summary: "Say how well a model does on a labelled list of clips",
      options: EvaluateOptions.all,
      discussion: [
        "The report has accuracy, unweighted average recall (over the emotions that occur) and "
          + "macro F1 with 95 % intervals, drawn over speakers where the list names them; expected "
          + "calibration error, Brier score and log-loss; the figures of each emotion; the "
          + "confusion matrix; and picture and sound alone.",
        "Clips that fail are listed in the report, are not counted in its figures, and make the "
          + "exit code 1. Speakers that the model was trained on are named in a warning.",
        "--report writes one page that opens without a network, in any browser: headline figures "
          + "with intervals, confusions, emotions, calibration, coverage, branches, corpora, "
          + "speakers, lengths, the worst mistakes, and what made it. Every picture stands beside "
          + "its table; --format markdown and latex write the tables alone.",
        "--predictions keeps every answer. From such a table --answers makes a report again, in "
          + "another form or with another --minimum-confidence, without the clips; and --compare "
          + "sets two models side by side: the differences with 95 % intervals, drawn over "
          + "speakers, and McNemar's exact test.",
        "With --minimum-confidence a clip without an answer has a column of its own and counts as "
          + "not found; how many were answered, and how well, is said besides.",
        ExtractedOptions.discussion,
      ],
      examples: [
        "emonet evaluate --list clips.csv --split validation --format json",
        "emonet evaluate --list clips.csv --by corpus --only-present --predictions answers.npz",
        "emonet evaluate --answers answers.npz --compare yesterday.npz --report page.html",
        "emonet evaluate --list afew-val.arff",
        "emonet evaluate --list clips.csv --features sound.npz --frames features/frames",
      ],
      run: { try run($0, load: load) })
  }

  private static func run(
    _ arguments: ParsedArguments, load: (ModelChoice) throws -> ClipClassifier
  ) throws -> ExitCode {
    try EvaluateOptions.check(arguments)
    let other = try arguments[EvaluateOptions.compare].map {
      (path: $0, table: try PredictionTable.read($0))
    }
    let subject = try EvaluationSubject(arguments)
    for option in [EvaluateOptions.predictions, EvaluateOptions.report] {
      if let path = arguments[option] { try requireFolder(of: path) }
    }
    let writer = try ResultWriter(path: arguments[SharedOptions.output])

    var table = try subject.answers(arguments, load: load)
    if arguments[EvaluateOptions.onlyPresent] { table = table.restricted(to: subject.emotions) }
    if let least = arguments[SharedOptions.minimumConfidence] {
      table = table.answering(withAtLeast: least)
    }
    let comparison = try other.map { try ModelComparison(table, with: $0.table, path: $0.path) }
    if let other, let comparison { warnOfOtherClips(comparison, other.path) }
    let report = Evaluator.report(
      on: table, by: arguments[EvaluateOptions.by], comparison: comparison)

    if let path = arguments[EvaluateOptions.predictions] { try table.write(to: path) }
    if let path = arguments[EvaluateOptions.report] {
      try AtomicFile.write(
        HTMLWriter.page(
          document(
            table, report, subject,
            glimpses: arguments[EvaluateOptions.showClips] ? try subject.glimpses(of: table) : [:])),
        to: path)
    }
    switch arguments[EvaluateOptions.format] {
    case .text: try writer.write(EvaluationText.render(report))
    case .json: try writer.write(report.json.text(indented: true) + "\n")
    case .markdown: try writer.write(MarkdownWriter.text(document(table, report, subject)))
    case .latex: try writer.write(LaTeXWriter.text(document(table, report, subject)))
    }
    try writer.finish()
    guard !report.failed.isEmpty else { return .success }
    Terminal.shared.note("\(report.failed.count) of \(report.clips) clips failed; see the report")
    return .incomplete
  }

  /// The report with what made it.
  private static func document(
    _ table: PredictionTable, _ report: EvaluationReport, _ subject: EvaluationSubject,
    glimpses: [String: ClipGlimpse] = [:]
  ) throws -> ReportDocument {
    EvaluationDocument.make(
      table, report,
      ReportManifest(
        command: (["emonet"] + ProcessWords.all.dropFirst()).map(HostDescription.quoted)
          .joined(separator: " "),
        program: "emonet \(Program.version)", source: subject.path,
        sourceChecksum: try subject.checksum(), machine: HostDescription.summary),
      glimpses: glimpses)
  }

  /// Throws where a file could not be written at the end, before anything is computed.
  private static func requireFolder(of path: String) throws(Failure) {
    let folder = (path as NSString).deletingLastPathComponent
    if access(folder.isEmpty ? "." : folder, W_OK) != 0 { throw .unwritable(path, code: errno) }
  }

  private static func warnOfOtherClips(_ comparison: ModelComparison, _ path: String) {
    guard comparison.onlyThis > 0 || comparison.onlyOther > 0 else { return }
    Terminal.shared.note(
      "warning: \(comparison.onlyThis) clips are not in \(path), and \(comparison.onlyOther) only "
        + "there; compared are the \(comparison.clips) that both have")
  }
}
