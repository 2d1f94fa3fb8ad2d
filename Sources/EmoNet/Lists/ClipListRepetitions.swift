// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

import Files

/// Clips that a list names more than once.
extension ClipList {
  /// Throws `FileError` for a clip that is listed with two labels, with both lines.
  func refuseContradictions(path list: String) throws(FileError) {
    var first: [ExactPath: ClipListEntry] = [:]
    for entry in entries {
      let key = Self.key(entry)
      guard let other = first[key] else {
        first[key] = entry
        continue
      }
      guard let label = entry.label, let otherLabel = other.label, label != otherLabel else {
        continue
      }
      throw FileError(
        .malformed, path: list, line: entry.line,
        reason: "'\(entry.path)' is \(label) here and \(otherLabel) in line \(other.line)")
    }
  }

  /// That clips are listed more than once, with the first of them and its lines; nil when none is.
  ///
  /// A clip that counts twice weighs twice in figures and training.
  public var repetitionWarning: String? {
    var first: [ExactPath: ClipListEntry] = [:]
    var repeated: [(first: ClipListEntry, again: ClipListEntry)] = []
    for entry in entries {
      let key = Self.key(entry)
      if let other = first[key] {
        repeated.append((other, entry))
      } else {
        first[key] = entry
      }
    }
    guard let example = repeated.first else { return nil }
    let rows = repeated.count == 1 ? "1 row repeats a clip" : "\(repeated.count) rows repeat clips"
    let place =
      example.again.line > 0
      ? "line \(example.again.line) that of line \(example.first.line), '\(example.first.path)'"
      : "'\(example.first.path)'"
    return "\(rows) of the list: \(place)\(repeated.count == 1 ? "" : " is the first")"
  }

  /// The clip that a row means: its path without what leads nowhere.
  private static func key(_ entry: ClipListEntry) -> ExactPath {
    let path = entry.resolvedPath
    let parts = path.split(separator: "/").filter { $0 != "." }
    return ExactPath((path.hasPrefix("/") ? "/" : "") + parts.joined(separator: "/"))
  }
}
