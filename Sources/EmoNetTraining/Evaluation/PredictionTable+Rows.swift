// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

import EmoNet
import Files
import Foundation
import Tables

/// The columns of a table of answers that are text, in CSV and NPZ alike.
private enum Column {
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

/// What is wrong with a row.
private struct Wrong: Error {
  let reason: String
}

// MARK: CSV

extension PredictionTable {
  private static let about = ["model", "weights", "precision", "answers", "minimum_confidence"]

  private var about: [String] {
    [
      model, weightsChecksum, precision.rawValue, range.rawValue,
      minimumConfidence?.description ?? "",
    ]
  }

  /// The table as comma-separated values; a clip that failed has its reason and no answer.
  var csv: String {
    var header = ["path", "truth", "answer", "confidence"] + Emotion.names
    for branch in branches {
      header += ["\(branch.name)_used"] + Emotion.names.map { "\(branch.name)_\($0)" }
    }
    header += Column.details + ["duration"] + Column.counts + Self.about + ["failure"]
    var text = CSVWriter.line(header)
    for row in rows {
      var fields = [row.path, row.truth.rawValue, row.answerText, row.confidence.description]
      fields += row.scores.values.map(\.description)
      for branch in branches {
        let scores = row.modalities[branch]?.scores
        fields.append(scores == nil ? "0" : "1")
        fields += Emotion.allCases.map { scores?[$0].description ?? "" }
      }
      fields += Column.details.map { Column.text($0, row) }
      fields += [row.duration.description] + Column.counts(row).map(\.description)
      text += CSVWriter.line(fields + about + [""])
    }
    for failure in failed {
      var fields = [String](repeating: "", count: header.count)
      fields[0] = failure.path
      fields.replaceSubrange((header.count - 1 - about.count)..., with: about + [failure.reason])
      text += CSVWriter.line(fields)
    }
    return text
  }

  /// Reads what `csv` writes; throws `FileError`.
  static func parse(csv text: String, path: String) throws -> PredictionTable {
    let records = try CSVReader.records(in: text, path: path)
    guard let header = records.first else {
      throw FileError(.malformed, path: path, reason: "the table is empty")
    }
    let places = Dictionary(
      header.fields.enumerated().map { ($1, $0) }, uniquingKeysWith: { first, _ in first })
    let needed =
      Column.texts + Emotion.names + ["duration"] + Column.counts + about + ["failure"]
    if let missing = needed.first(where: { places[$0] == nil }) {
      throw FileError(
        .malformed, path: path, line: header.line,
        reason: "the header has no column '\(missing)'; 'emonet evaluate --predictions' writes it")
    }
    let branches = header.fields.filter { $0.hasSuffix("_used") }
      .map { Branch(named: String($0.dropLast("_used".count))) }
    var table = PredictionTable(
      model: "", weightsChecksum: "", precision: .f32, branches: branches, rows: [])
    for record in records.dropFirst() {
      func failure(_ reason: String) -> FileError {
        FileError(.malformed, path: path, line: record.line, reason: reason)
      }
      guard record.fields.count == header.fields.count else {
        throw failure(
          "\(record.fields.count) fields where the header names \(header.fields.count)")
      }
      func field(_ name: String) -> String { places[name].map { record.fields[$0] } ?? "" }
      func number(_ name: String) throws(FileError) -> Double {
        guard let value = Double(field(name)), value.isFinite, value >= 0 else {
          throw failure("'\(field(name))' in column '\(name)' is no number of at least 0")
        }
        return value
      }
      func scores(_ prefix: String) throws(FileError) -> EmotionScores {
        var values: [Float] = []
        for name in Emotion.names { values.append(Float(try number(prefix + name))) }
        return EmotionScores(values)
      }
      guard let precision = Precision(rawValue: field("precision")),
        let range = AnswerRange(rawValue: field("answers"))
      else { throw failure("unknown precision or range of answers") }
      (table.model, table.weightsChecksum) = (field("model"), field("weights"))
      (table.precision, table.range) = (precision, range)
      table.minimumConfidence = Double(field("minimum_confidence"))
      guard field("failure").isEmpty else {
        table.failed.append(.init(path: field("path"), reason: field("failure")))
        continue
      }
      var counts: [Int] = []
      for name in Column.counts { counts.append(Int(clamping: Int64(try number(name)))) }
      let modalities = PerBranch(
        try branches.map { branch in
          let isUsed = field("\(branch.name)_used") == "1"
          return (
            branch,
            PredictionBranch(scores: isUsed ? try scores("\(branch.name)_") : nil)
          )
        })
      do {
        table.rows.append(
          try Column.row(
            texts: field, scores: try scores(""), modalities: modalities,
            duration: try number("duration"), counts: counts))
      } catch let wrong as Wrong {
        throw failure(wrong.reason)
      }
    }
    return table
  }
}

// MARK: NPZ

extension PredictionTable {
  /// Writes the table as NumPy's archive; throws `FileError`.
  func write(npz path: String) throws {
    var arrays: [(name: String, content: ArrayArchive.Content)] = [
      ("metadata", .text(try OrderedJSON.object(head).text()))
    ]
    for name in Column.texts { arrays.append((name, .texts(rows.map { Column.text(name, $0) }))) }
    let shape = [rows.count, Emotion.count]
    arrays.append(("labels", .texts(Emotion.names)))
    arrays.append(("scores", .floats(rows.flatMap(\.scores.values), shape: shape)))
    for branch in branches {
      let scores = rows.map { $0.modalities[branch]?.scores }
      let none = [Float](repeating: 0, count: Emotion.count)
      arrays.append(("\(branch.name)_used", .flags(scores.map { $0 != nil })))
      arrays.append(
        ("\(branch.name)_scores", .floats(scores.flatMap { $0?.values ?? none }, shape: shape)))
    }
    arrays.append(("duration", .doubles(rows.map(\.duration))))
    for (place, name) in Column.counts.enumerated() {
      arrays.append((name, .integers(rows.map { Column.counts($0)[place] })))
    }
    arrays.append(("failed_path", .texts(failed.map(\.path))))
    arrays.append(("failed_reason", .texts(failed.map(\.reason))))
    try ArrayArchive.write(arrays, to: path)
  }

  /// What `metadata` of an archive says.
  private struct Head: Decodable {
    let format, model, weightsChecksum: String
    let precision: Precision
    let answers: AnswerRange
    let minimumConfidence: Double?
    let branches: [String]
  }

  /// Reads what `write(npz:)` writes; throws `FileError`.
  static func read(npz path: String) throws -> PredictionTable {
    let archive = try ArrayArchive(path: path)
    func failure(_ reason: String) -> FileError {
      FileError(.malformed, path: path, reason: reason)
    }
    let text = try archive.text("metadata")
    guard let head = try? JSONDecoder().decode(Head.self, from: Data(text.utf8)),
      head.format == format, Set(head.branches).count == head.branches.count
    else { throw failure("its metadata are not those of '\(format)'") }
    let branches = head.branches.map { Branch(named: $0) }
    let count = try archive.texts("path").count
    var texts: [String: [String]] = [:]
    for name in Column.texts { texts[name] = try archive.texts(name, count: count) }
    func scores(_ name: String) throws -> [EmotionScores] {
      let (values, shape) = try archive.floats(name)
      guard shape == [count, Emotion.count] else {
        throw failure("array '\(name)' is \(shape) where \([count, Emotion.count]) belongs")
      }
      return (0..<count).map {
        EmotionScores(Array(values[$0 * Emotion.count..<($0 + 1) * Emotion.count]))
      }
    }
    let fused = try scores("scores")
    let alone = try branches.map { branch in
      let used = try archive.flags("\(branch.name)_used", count: count)
      let scores = try scores("\(branch.name)_scores")
      return zip(used, scores).map { PredictionBranch(scores: $0 ? $1 : nil) }
    }
    let durations = try archive.doubles("duration", count: count)
    let counts = try Column.counts.map { try archive.doubles($0, count: count) }
    let paths = try archive.texts("failed_path")
    let reasons = try archive.texts("failed_reason", count: paths.count)
    var table = PredictionTable(
      model: head.model, weightsChecksum: head.weightsChecksum, precision: head.precision,
      branches: branches, rows: [],
      failed: zip(paths, reasons).map { .init(path: $0, reason: $1) })
    (table.range, table.minimumConfidence) = (head.answers, head.minimumConfidence)
    for row in 0..<count {
      do {
        table.rows.append(
          try Column.row(
            texts: { texts[$0]?[row] ?? "" }, scores: fused[row],
            modalities: PerBranch(zip(branches, alone).map { ($0, $1[row]) }),
            duration: durations[row], counts: counts.map { Int($0[row]) }))
      } catch {
        throw failure("row \(row): \(error.reason)")
      }
    }
    return table
  }
}
