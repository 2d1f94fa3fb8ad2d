// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

extension ClipList {
  /// Reads the rows of a table of features as a list: their names are paths, their classes labels.
  ///
  /// Throws `ClipListError`.
  static func readTable(_ path: String) throws -> ClipList {
    var entries: [ClipListEntry] = []
    do {
      _ = try FeatureTable.read(path) { row in
        func failure(_ reason: String) -> ClipListError {
          ClipListError(path: path, line: row.line, reason: reason)
        }
        guard let text = row.label else { throw failure("the class is missing") }
        guard let label = Emotion(spelling: text) else {
          throw failure("unknown label '\(text)'; known are \(Emotion.knownSpellings)")
        }
        entries.append(
          ClipListEntry(
            path: row.name, resolvedPath: resolve(row.name, list: path), label: label,
            line: row.line ?? 0))
      }
    } catch let error as TableError {
      throw ClipListError(
        path: error.path, line: error.line, kind: error.isUnreadable ? .unreadable : .malformed,
        reason: error.reason)
    }
    return ClipList(entries: entries)
  }
}
