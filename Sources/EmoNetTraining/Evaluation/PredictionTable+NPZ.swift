// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

import EmoNet
import Files
import Foundation
import Tables

extension PredictionTable {
  /// Writes the table as NumPy's archive; throws `FileError`.
  func write(npz path: String) throws {
    var arrays: [(name: String, content: ArrayArchive.Content)] = [
      ("metadata", .text(try OrderedJSON.object(head).text()))
    ]
    for name in PredictionColumn.texts {
      arrays.append((name, .texts(rows.map { PredictionColumn.text(name, $0) })))
    }
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
    for (place, name) in PredictionColumn.counts.enumerated() {
      arrays.append((name, .integers(rows.map { PredictionColumn.counts($0)[place] })))
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
    for name in PredictionColumn.texts { texts[name] = try archive.texts(name, count: count) }
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
    let counts = try PredictionColumn.counts.map { try archive.doubles($0, count: count) }
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
          try PredictionColumn.row(
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
