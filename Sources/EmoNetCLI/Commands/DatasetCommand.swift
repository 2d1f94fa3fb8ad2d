// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

import Arguments
import EmoNet
import EmoNetTraining
import Foundation

/// `emonet dataset list`: makes a clip list of a data set from the names of its files.
enum DatasetCommand {
  static let layout = Option.required(
    "layout", "How the data set names its files", .choice(of: DatasetLayout.self))
  static let labels = Option.optional(
    "labels",
    "What labels mean: JSON such as {\"calm\": \"neutral\", \"3\": \"sad\", \"boredom\": null}; null "
      + "leaves clips out", .file("FILE"))
  static let corpus = Option.optional(
    "corpus", "What to write as the corpus (default: the layout; nothing for folders)",
    .text("NAME"))
  static let keepGoing = Flag("keep-going", "Write the list without the files that do not fit")

  static let command = Command(
    name: "dataset", verb: "list", summary: "Make a clip list of a data set as it comes",
    operands: Command.Operands("FOLDER", "The data set's folder", .files, count: 1...1),
    options: [layout, labels, corpus, keepGoing, SharedOptions.output],
    discussion: [
      "The list has path, label, speaker, split, corpus and modality, as far as the names say; paths are "
        + "from the list's folder where the data set lies below it. Clips by speaker and emotion are "
        + "counted on standard error.",
      "Layouts: "
        + DatasetLayout.allCases.map { "\($0.rawValue): \($0.pattern)" }
        .joined(separator: "; ") + ".",
      "A file whose name does not fit, or whose label is unknown, is named with the reason; nothing is "
        + "written then and the exit code is 65, or with --keep-going the rest is written and it is 1. "
        + "Clips whose label is none of the seven emotions, such as calm or boredom, are left out and "
        + "counted. Numbers mean something only with --labels.",
    ],
    examples: [
      "emonet dataset list --layout ravdess --output ravdess.csv RAVDESS/",
      "emonet dataset list --layout folders --labels map.json clips/ > clips.csv",
    ],
    run: run)

  private static func run(_ arguments: ParsedArguments) throws -> ExitCode {
    let folder = arguments.operands[0]
    let labels = try arguments[labels].map { try LabelMap(path: $0) } ?? LabelMap()
    let listing = try DatasetListing(
      of: folder, layout: arguments[layout], corpus: arguments[corpus], labels: labels)
    try Refusals.report(
      listing.refused, of: listing.refused.count + listing.entries.count, in: folder,
      keepsGoing: arguments[keepGoing] && !listing.entries.isEmpty)
    let output = arguments[SharedOptions.output]
    let writer = try ResultWriter(path: output)
    try writer.write(listing.csv(for: output))
    try writer.finish()
    Refusals.report(leftOut: listing.leftOut)
    Terminal.shared.printDiagnostic(table(listing.counts))
    return listing.refused.isEmpty ? .success : .incomplete
  }

  /// Clips by speaker and emotion, for people.
  private static func table(_ counts: [(speaker: String, counts: [Int])]) -> String {
    let width = (counts.map(\.speaker.count) + ["speaker".count]).max() ?? 0
    func line(_ name: String, _ fields: [String]) -> String {
      let start = name + String(repeating: " ", count: width - name.count)
      return start
        + fields.map { String(repeating: " ", count: max(1, 10 - $0.count)) + $0 }.joined() + "\n"
    }
    return line("speaker", Emotion.names)
      + counts.map { line($0.speaker, $0.counts.map(String.init)) }.joined()
  }
}

/// Files that cannot be used, told one by one.
enum Refusals {
  /// So many are told; the rest is counted.
  private static let most = 100

  /// Names the files; throws unless the run keeps going.
  static func report(
    _ refused: [DatasetListing.Refusal], of total: Int, in folder: String, keepsGoing: Bool
  ) throws(Failure) {
    guard !refused.isEmpty else { return }
    let lines = refused.prefix(most).map { "  \($0.path): \($0.reason)\n" }.joined()
    let rest = refused.count > most ? "  and \(refused.count - most) more\n" : ""
    Terminal.shared.printDiagnostic(lines + rest)
    let head = "\(folder): \(refused.count) of \(total) files do not fit"
    guard keepsGoing else { throw Failure(.badData, head + "; nothing was written") }
    Terminal.shared.note(head)
  }

  /// Counts what was left out by its label.
  static func report(leftOut: [String: Int]) {
    for (label, count) in leftOut.sorted(by: { $0.key < $1.key }) {
      Terminal.shared.note("\(count) of '\(label)' left out; --labels can say what it means")
    }
  }
}
