// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

import EmoNet
import Files
import Tables

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
    header +=
      PredictionColumn.details + ["duration"] + PredictionColumn.counts + Self.about + ["failure"]
    var text = CSVWriter.line(header)
    for row in rows {
      var fields = [row.path, row.truth.rawValue, row.answerText, row.confidence.description]
      fields += row.scores.values.map(\.description)
      for branch in branches {
        let scores = row.modalities[branch]?.scores
        fields.append(scores == nil ? "0" : "1")
        fields += Emotion.allCases.map { scores?[$0].description ?? "" }
      }
      fields += PredictionColumn.details.map { PredictionColumn.text($0, row) }
      fields += [row.duration.description] + PredictionColumn.counts(row).map(\.description)
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
      PredictionColumn.texts + Emotion.names + ["duration"] + PredictionColumn.counts + about + [
        "failure"
      ]
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
      for name in PredictionColumn.counts { counts.append(Int(clamping: Int64(try number(name)))) }
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
          try PredictionColumn.row(
            texts: field, scores: try scores(""), modalities: modalities,
            duration: try number("duration"), counts: counts))
      } catch let wrong as PredictionColumn.Wrong {
        throw failure(wrong.reason)
      }
    }
    return table
  }
}
