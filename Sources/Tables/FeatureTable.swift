// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

import Files
import Foundation

/// A table of features with a row a clip, read row by row from a file.
///
/// Reads what this program writes (CSV, NPZ, ARFF) and openSMILE's ARFF and CSV as they are.
package struct FeatureTable {
  /// One clip's row.
  package struct Row: Sendable, Equatable {
    /// What the row calls its clip.
    package let name: String
    /// The label as written; nil where there is none.
    package let label: String?
    /// SHA-256 of the clip, where the table has it.
    package let checksum: String?
    /// Values, `[columns]`, finite.
    package let values: [Float]
    /// Line of the file, counted from 1; nil for archives.
    package let line: Int?
  }

  /// Names of the values.
  package let columns: [String]
  /// What made the table; nil for one that this program did not write.
  package let provenance: TableProvenance?

  /// Reads the table at `path` and hands its rows to `receive`, in order.
  ///
  /// Throws `FileError`, with the line where one is wrong.
  package static func read(
    _ path: String, receive: (Row) throws -> Void
  ) throws -> FeatureTable {
    switch TableFormat(path: path) {
    case .csv: try CSVTableReader.read(path, receive: receive)
    case .arff: try ARFFTableReader.read(path, receive: receive)
    case .npz: try NPZTableReader.read(path, receive: receive)
    case nil:
      throw FileError(
        .malformed, path: path, reason: "the name of a table ends in .csv, .npz or .arff")
    }
  }

  /// Columns of tables and lists that hold no features.
  static let otherColumns: Set<String> = [
    "frametime", "frameindex", "start", "end", "speaker", "split", "corpus", "modality", "sha256",
  ]
  /// Columns that name the clip.
  static let nameColumns: Set<String> = ["path", "name", "file", "filename"]
  /// Columns that hold the label.
  static let labelColumns: Set<String> = ["label", "class", "emotion"]

  /// A feature's value from its text; throws `FileError`.
  static func value(
    _ text: String, column: String, path: String, line: Int
  ) throws(FileError) -> Float {
    guard let value = Float(text), value.isFinite else {
      let what = text.isEmpty || text == "?" ? "no value" : "'\(text)', which is no finite number,"
      throw FileError(.malformed, path: path, line: line, reason: "\(what) for \(column)")
    }
    return value
  }
}

/// Which of a text table's fields are the name, the label and the features.
struct TableLayout {
  let name: Int
  let label: Int?
  /// Places of the features, in order.
  let features: [Int]
  /// Names of the features, in order.
  let columns: [String]
  private let count: Int

  /// Sorts the columns by their names; throws `FileError` when none names the clip.
  init(_ names: [String], path: String, line: Int) throws(FileError) {
    let lower = names.map { $0.lowercased() }
    guard let name = lower.firstIndex(where: FeatureTable.nameColumns.contains) else {
      throw FileError(
        .malformed, path: path, line: line,
        reason: "no column 'path' or 'name' says which clip a row is of")
    }
    self.name = name
    label = lower.firstIndex(where: FeatureTable.labelColumns.contains)
    // A first column without a name counts the rows, as pandas writes it.
    let index = lower.first?.trimmingCharacters(in: .whitespaces) == "" ? 0 : nil
    let taken = [name, label, index]
    features = names.indices.filter {
      !taken.contains($0) && !FeatureTable.otherColumns.contains(lower[$0])
    }
    columns = features.map { names[$0] }
    count = names.count
    guard !features.isEmpty else {
      throw FileError(.malformed, path: path, line: line, reason: "no column holds a feature")
    }
  }

  /// The row that fields stand for; `checksum` knows the clip of a name. Throws `FileError`.
  func row(
    _ fields: [String], path: String, line: Int, checksum: (_ name: String) -> String?
  ) throws(FileError) -> FeatureTable.Row {
    guard fields.count == count else {
      throw FileError(
        .malformed, path: path, line: line,
        reason: "\(fields.count) values where there are \(count) columns")
    }
    var values: [Float] = []
    values.reserveCapacity(features.count)
    for (place, column) in zip(features, columns) {
      values.append(
        try FeatureTable.value(fields[place], column: column, path: path, line: line))
    }
    let text = label.map { fields[$0] } ?? ""
    return FeatureTable.Row(
      name: fields[name], label: text.isEmpty || text == "?" ? nil : text,
      checksum: checksum(fields[name]),
      values: values, line: line)
  }
}
