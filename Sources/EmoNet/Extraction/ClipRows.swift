// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

import Files
import Foundation
import Tables

/// Rows of tables by the clips that they are of.
///
/// A row belongs to the clip whose path it names as the list writes it; else to the clip with the same
/// file name, the part behind the last `/` or `\`; else to the one with the same file name without its
/// ending. Where several rows have one
/// file name, it names none of them. The only row of a table also goes by the table's own file name,
/// since programs that write a file for each clip tend to leave the name out.
struct ClipRows {
  private var values: [[Float]] = []
  private var byPath: [ExactPath: Int] = [:]
  /// Negative where several rows have the name.
  private var byFile: [String: Int] = [:]
  private var byStem: [String: Int] = [:]

  /// Rows.
  var count: Int { values.count }

  /// Adds a row; throws `FileError` when there is one of the same name already, with other values.
  mutating func add(_ row: FeatureTable.Row, values own: [Float], table: String) throws(FileError) {
    if let other = byPath[ExactPath(row.name)] {
      guard values[other] == own else {
        throw FileError(
          .malformed, path: table, line: row.line,
          reason: "a second row of '\(row.name)', with other values")
      }
      return
    }
    let index = values.count
    values.append(own)
    byPath[ExactPath(row.name)] = index
    name(index, file: row.name)
  }

  /// Lets the last row go by the name of the file at `path` too.
  mutating func nameLast(afterTable path: String) {
    guard !values.isEmpty else { return }
    name(values.count - 1, file: path)
  }

  /// The values for a row of a list; nil when there are none.
  func values(for entry: ClipListEntry) -> [Float]? {
    let file = Self.file(entry.path)
    let found =
      byPath[ExactPath(entry.path)] ?? byPath[ExactPath(entry.resolvedPath)] ?? byFile[file]
      ?? byStem[Self.stem(file)]
    return found.flatMap { $0 < 0 ? nil : values[$0] }
  }

  private mutating func name(_ index: Int, file path: String) {
    let file = Self.file(path)
    for (key, names) in [(file, \ClipRows.byFile), (Self.stem(file), \ClipRows.byStem)] {
      let other = self[keyPath: names][key]
      self[keyPath: names][key] = other == nil || other == index ? index : -1
    }
  }

  /// The last part of a path, which may be written as on Windows.
  private static func file(_ path: String) -> String {
    path.lastIndex { $0 == "/" || $0 == "\\" }.map { String(path[path.index(after: $0)...]) }
      ?? path
  }

  private static func stem(_ file: String) -> String { (file as NSString).deletingPathExtension }
}
