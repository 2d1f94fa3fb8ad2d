// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

import Arguments
import EmoNet
import EmoNetReports
import EmoNetTraining
import Faces
import Files
import Foundation

/// What is evaluated: the chosen rows of a list with a model, or answers that were stored.
struct EvaluationSubject {
  /// The emotions that each corpus has in the whole list or table.
  let emotions: [String?: Set<Emotion>]
  /// The list or table, as the arguments name it.
  let path: String
  private let source: Source

  private enum Source {
    case list([ClipListEntry], ExtractedFeatures?)
    case stored(PredictionTable)
  }

  /// Reads the list or table that the arguments name; throws when no row of it is chosen.
  init(_ arguments: ParsedArguments) throws {
    if let stored = arguments[EvaluateOptions.answers] {
      path = stored
      let table = try PredictionTable.read(path)
      emotions = Self.emotions(table.rows.map { ($0.corpus, $0.truth) })
      source = .stored(try Self.chosen(table, arguments, path))
    } else {
      path = arguments[EvaluateOptions.list] ?? ""
      let clips = try ClipList.read(path)
      emotions = Self.emotions(
        clips.entries.compactMap { entry in entry.label.map { (entry.corpus, $0) } })
      let rows = try Self.chosen(clips, arguments, path)
      source = .list(rows, try ExtractedOptions.read(arguments, list: path, entries: rows))
    }
  }

  /// SHA-256 of the list or table; nil for a folder.
  func checksum() throws -> String? {
    var isFolder: ObjCBool = false
    _ = FileManager.default.fileExists(atPath: path, isDirectory: &isFolder)
    return isFolder.boolValue ? nil : try FileChecksum.sha256(of: path)
  }

  /// What is to be seen and heard of the worst mistakes, by path.
  func glimpses(of table: PredictionTable) throws -> [String: ClipGlimpse] {
    guard case .list(let entries, _) = source else { return [:] }
    let places = Dictionary(
      entries.map { ($0.path, $0.resolvedPath) }, uniquingKeysWith: { first, _ in first })
    let detector = try FaceDetector(weights: WeightsLocator.locateDetector())
    return EvaluationDocument.shownPaths(of: table).reduce(into: [:]) { glimpses, path in
      glimpses[path] = places[path].map { ClipGlimpse(path: $0, detector: detector) }
    }
  }

  private static func emotions(
    _ labels: [(corpus: String?, emotion: Emotion)]
  ) -> [String?: Set<Emotion>] {
    labels.reduce(into: [:]) { $0[$1.corpus, default: []].insert($1.emotion) }
  }

  private static func chosen(
    _ clips: ClipList, _ arguments: ParsedArguments, _ path: String
  ) throws -> [ClipListEntry] {
    let chosen = clips.filter(
      split: arguments[EvaluateOptions.split], corpus: arguments[EvaluateOptions.corpus],
      modality: arguments[EvaluateOptions.modality])
    if let warning = chosen.repetitionWarning { Terminal.shared.note("warning: \(warning)") }
    let outputs = [SharedOptions.output, EvaluateOptions.predictions, EvaluateOptions.report]
    try InputFiles.refuse(
      outputs.compactMap { arguments[$0] }, among: [path] + chosen.entries.map(\.resolvedPath))
    guard chosen.entries.isEmpty else { return chosen.entries }
    throw none(of: clips.entries.count, path, splits: clips.splits, corpora: clips.corpora)
  }

  private static func chosen(
    _ table: PredictionTable, _ arguments: ParsedArguments, _ path: String
  ) throws -> PredictionTable {
    let split = arguments[EvaluateOptions.split]
    let corpus = arguments[EvaluateOptions.corpus]
    let modality = arguments[EvaluateOptions.modality]
    // Of a clip that failed the table does not say where it belongs.
    guard split != nil || corpus != nil || modality != nil else {
      guard table.rows.isEmpty, table.failed.isEmpty else { return table }
      throw none(of: 0, path, splits: [], corpora: [])
    }
    var chosen = table
    chosen.failed = []
    chosen.rows = table.rows.filter { row in
      (split == nil || row.split == split) && (corpus == nil || row.corpus == corpus)
        && (modality == nil || row.modality == modality)
    }
    guard chosen.rows.isEmpty else { return chosen }
    throw none(
      of: table.rows.count, path, splits: Set(table.rows.compactMap(\.split)).sorted(),
      corpora: Set(table.rows.compactMap(\.corpus)).sorted())
  }

  private static func none(
    of count: Int, _ path: String, splits: [String], corpora: [String]
  ) -> Failure {
    func names(_ names: [String]) -> String {
      names.isEmpty ? "none" : names.joined(separator: ", ")
    }
    return Failure(
      .badData,
      "\(path): none of its \(count) rows is chosen; splits: \(names(splits)); "
        + "corpora: \(names(corpora))")
  }

  /// The answers: those that were stored, or a model's.
  func answers(
    _ arguments: ParsedArguments, load: (ModelChoice) throws -> ClipClassifier
  ) throws -> PredictionTable {
    switch source {
    case .stored(let table): table
    case .list(let entries, let extracted):
      try Self.classify(entries, extracted, arguments, with: load(SharedOptions.model(arguments)))
    }
  }

  private static func classify(
    _ entries: [ClipListEntry], _ extracted: ExtractedFeatures?, _ arguments: ParsedArguments,
    with classifier: ClipClassifier
  ) throws -> PredictionTable {
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
    return PredictionTable(
      outcomes, model: classifier.modelName, weightsChecksum: classifier.weightsChecksum(),
      precision: classifier.precision)
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
