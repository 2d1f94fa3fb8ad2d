// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

import Arguments
import EmoNet
import EmoNetTraining

/// The options of `emonet evaluate`, and what goes with what.
enum EvaluateOptions {
  enum Format: String, CaseIterable, Sendable { case text, json, markdown, latex }

  static let list = Option.optional(
    "list",
    "The labelled clips: CSV with the columns path, label and optionally speaker, split, "
      + "corpus, modality; or a folder in AFEW's layout", .file("FILE"))
  static let answers = Option.optional(
    "answers",
    "Take the answers from this table, which --predictions wrote, in place of a list and a model",
    .file("TABLE"))
  static let split = Option.optional("split", "Only the rows of this split", .text("NAME"))
  static let corpus = Option.optional("corpus", "Only the rows of this corpus", .text("NAME"))
  static let modality = Option.optional(
    "modality", "Only the rows with picture and sound, sound alone, or picture alone",
    .choice(of: Modality.self))
  static let onlyPresent = Flag(
    "only-present", "Answer each clip only with emotions that its corpus has in the list")
  static let by = Option.optional(
    "by", "Give the figures of each corpus, speaker or modality too",
    .choice(of: EvaluationSplit.self))
  static let compare = Option.optional(
    "compare",
    "Compare with the answers of another model, in a table that --predictions wrote, on the same "
      + "clips", .file("TABLE"))
  static let predictions = Option.optional(
    "predictions",
    "Write the truth, the answer and all scores of each clip into this table (.csv, .json, .npz)",
    .file("TABLE"))
  static let report = Option.optional(
    "report", "Write a page with all figures, tables and pictures into this file, to be looked at",
    .file("FILE.html"))
  static let showClips = Flag(
    "show-clips",
    "Show faces and sound of the worst mistakes in the page, which then holds pictures of people")
  static let format = Option.optional(
    "format", "How to write the report (default: text); markdown and latex are the page's tables",
    .choice(), default: Format.text)

  /// All of them, in the order of the help text.
  static let all: [any AnyOption] = [
    list, answers, split, corpus, modality, onlyPresent, SharedOptions.minimumConfidence, by,
    compare, predictions, report, showClips, ExtractedOptions.features, ExtractedOptions.frames,
    format,
    SharedOptions.threads, SharedOptions.weights, SharedOptions.precision, SharedOptions.sound,
    SharedOptions.output,
  ]

  /// Throws `UsageError` for options that do not go together.
  static func check(_ arguments: ParsedArguments) throws {
    guard arguments.has(list) != arguments.has(answers) else {
      throw arguments.refused(
        arguments.has(list)
          ? "options '\(list.description.flag)' and '\(answers.description.flag)' exclude one another"
          : "option '\(list.description.form)' is required, or '\(answers.description.form)'")
    }
    if arguments.has(answers) {
      let others: [any AnyOption] = [
        ExtractedOptions.features, ExtractedOptions.frames, SharedOptions.weights,
        SharedOptions.precision,
      ]
      if let useless = others.first(where: { arguments.has($0) }) {
        throw arguments.refused(
          "option '\(useless.description.flag)' has no use beside "
            + "'\(answers.description.flag)', whose answers are given")
      }
    }
    if arguments[showClips], !arguments.has(report) || !arguments.has(list) {
      throw arguments.refused(
        "option '\(showClips.description.flag)' needs '\(report.description.form)' and "
          + "'\(list.description.form)'")
    }
    if let path = arguments[predictions], PredictionTable.FileFormat(path: path) == nil {
      throw arguments.refused(
        "option '\(predictions.description.flag)' must end in .csv, .json or .npz, not '\(path)'")
    }
  }
}
