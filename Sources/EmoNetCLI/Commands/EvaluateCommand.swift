// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

import Arguments
import EmoNet
import EmoNetTraining
import Files

/// `emonet evaluate`: says how well a model does on a labelled list.
enum EvaluateCommand {
  enum Format: String, CaseIterable, Sendable { case text, json }

  static let list = Option.required(
    "list",
    "The labelled clips: CSV with the columns path, label and optionally speaker, split, "
      + "corpus, modality; or a folder in AFEW's layout", .file("FILE"))
  static let split = Option.optional("split", "Only the rows of this split", .text("NAME"))
  static let corpus = Option.optional("corpus", "Only the rows of this corpus", .text("NAME"))
  static let modality = Option.optional(
    "modality", "Only the rows with picture and sound, sound alone, or picture alone",
    .choice(of: Modality.self))
  static let format = Option.optional(
    "format", "How to write the report (default: text)", .choice(), default: Format.text)

  /// The command; `load` gives the model that is asked for.
  static func command(
    load: @escaping @Sendable (ModelChoice) throws -> ClipClassifier
  ) -> Command {
    Command(
      name: "evaluate", summary: "Say how well a model does on a labelled list of clips",
      options: [
        list, split, corpus, modality, ExtractedOptions.features, ExtractedOptions.frames, format,
        SharedOptions.threads, SharedOptions.weights, SharedOptions.precision,
        SharedOptions.output,
      ],
      discussion: [
        "The report has accuracy, unweighted average recall (over the emotions that occur) and "
          + "macro F1 with 95 % intervals, drawn over speakers where the list names them; the "
          + "figures of each emotion; the confusion matrix; and picture and sound alone.",
        "Clips that fail are listed in the report, are not counted in its figures, and make the "
          + "exit code 1. Speakers that the model was trained on are named in a warning.",
        ExtractedOptions.discussion,
      ],
      examples: [
        "emonet evaluate --list clips.csv --split validation --format json",
        "emonet evaluate --list afew-val.arff",
        "emonet evaluate --list clips.csv --features sound.npz --frames features/frames",
      ],
      run: { try run($0, load: load) })
  }

  private static func run(
    _ arguments: ParsedArguments, load: (ModelChoice) throws -> ClipClassifier
  ) throws -> ExitCode {
    let entries = try rows(arguments)
    let extracted = try ExtractedOptions.read(
      arguments, list: arguments[list], entries: entries)
    let writer = try ResultWriter(path: arguments[SharedOptions.output])
    let classifier = try load(SharedOptions.model(arguments))
    warnOfKnownSpeakers(entries, classifier)

    var outcomes: [ClipOutcome] = []
    func receive(_ outcome: Result<Prediction, UnusableClip>) {
      let entry = entries[outcomes.count]
      switch outcome {
      case .success(let prediction):
        outcomes.append(ClipOutcome(entry: entry, prediction: prediction))
      case .failure(let clip): outcomes.append(ClipOutcome(entry: entry, failure: clip.reason))
      }
    }
    let threads = arguments[SharedOptions.threads]
    if let extracted {
      try classifier.run(entries, extracted: extracted, threads: threads, receive: receive)
    } else {
      let inputs = entries.map { ClipInput.clip($0.resolvedPath) }
      try classifier.run(inputs, threads: threads, receive: receive)
    }

    let report = Evaluator.report(
      outcomes: outcomes, model: classifier.modelName,
      weightsChecksum: classifier.weightsChecksum(), precision: classifier.precision)
    switch arguments[format] {
    case .text: try writer.write(EvaluationText.render(report))
    case .json: try writer.write(report.json.text(indented: true) + "\n")
    }
    try writer.finish()
    guard !report.failed.isEmpty else { return .success }
    Terminal.shared.note("\(report.failed.count) of \(report.clips) clips failed; see the report")
    return .incomplete
  }

  /// The rows of the list that the options choose; throws when there are none.
  private static func rows(_ arguments: ParsedArguments) throws -> [ClipListEntry] {
    let path = arguments[list]
    let clips = try ClipList.read(path)
    let chosen = clips.filter(
      split: arguments[split], corpus: arguments[corpus], modality: arguments[modality])
    if let warning = chosen.repetitionWarning { Terminal.shared.note("warning: \(warning)") }
    if let output = arguments[SharedOptions.output] {
      try InputFiles.refuse([output], among: chosen.entries.map(\.resolvedPath))
    }
    guard chosen.entries.isEmpty else { return chosen.entries }
    func names(_ names: [String]) -> String {
      names.isEmpty ? "none" : names.joined(separator: ", ")
    }
    throw Failure(
      .badData,
      "\(path): none of its \(clips.entries.count) rows is chosen; splits: \(names(clips.splits)); "
        + "corpora: \(names(clips.corpora))")
  }

  private static func warnOfKnownSpeakers(
    _ entries: [ClipListEntry], _ classifier: ClipClassifier
  ) {
    let known = Set(entries.compactMap(\.speaker)).intersection(classifier.trainingSpeakers)
    guard !known.isEmpty else { return }
    let rows = entries.count { entry in entry.speaker.map(known.contains) ?? false }
    let shown = known.sorted().prefix(8).joined(separator: ", ") + (known.count > 8 ? ", ..." : "")
    Terminal.shared.note(
      "warning: the model was trained on \(known.count) of these speakers (\(shown)), who stand in "
        + "\(rows) of \(entries.count) rows; the figures flatter it")
  }
}
