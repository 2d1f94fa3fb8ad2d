// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

import Files
import Foundation
import Tables

/// Where the columns of a clip list stand, and how a record becomes a row.
struct ClipListColumns {
  private static let known = ["path", "label", "speaker", "split", "corpus", "modality"]

  let path: Int
  let label: Int?
  private let positions: [String: Int]
  private let count: Int

  /// Reads the header; throws `FileError` for a repeated column or a missing `path`.
  init(_ header: CSVRecord, path list: String) throws {
    var positions: [String: Int] = [:]
    for (position, field) in header.fields.enumerated() {
      let name = Self.normalized(field)
      guard Self.known.contains(name) else { continue }
      guard positions[name] == nil else {
        throw FileError(
          .malformed, path: list, line: header.line,
          reason: "the header names the column '\(name)' twice")
      }
      positions[name] = position
    }
    guard let path = positions["path"] else {
      throw FileError(
        .malformed, path: list, line: header.line, reason: "the header has no column 'path'")
    }
    self.path = path
    self.label = positions["label"]
    self.positions = positions
    self.count = header.fields.count
  }

  /// What stands between the columns of a list: the comma, the semicolon or the tab that makes known
  /// names of its header; the comma where none does.
  static func delimiter(ofHeader line: String) -> UInt8 {
    let candidates = [",", ";", "\t"]
    func names(_ delimiter: String) -> Int {
      line.split(separator: Character(delimiter)).count { field in
        known.contains(normalized(field.trimmingCharacters(in: CharacterSet(charactersIn: "\"'"))))
      }
    }
    let best = candidates.max { (names($0), $1) < (names($1), $0) } ?? ","
    return (names(best) > names(",") ? best : ",").utf8.first ?? UInt8(ascii: ",")
  }

  /// A column's name as it is compared: without outer white space, in lower case.
  static func normalized(_ field: String) -> String {
    field.trimmingCharacters(in: .whitespaces).lowercased()
  }

  /// What to make of the column of labels.
  enum LabelRule {
    /// It is not looked at.
    case ignored
    /// It may be missing or empty; what stands there must be a label.
    case optional
    /// Every row must have a label.
    case required
  }

  /// The row that a record stands for; throws `FileError`.
  func entry(_ record: CSVRecord, list: String, labels: LabelRule) throws -> ClipListEntry {
    func failure(_ reason: String) -> FileError {
      FileError(.malformed, path: list, line: record.line, reason: reason)
    }
    guard record.fields.count == count else {
      throw failure("\(record.fields.count) fields where the header names \(count)")
    }
    func value(_ column: String) -> String? {
      guard let position = positions[column] else { return nil }
      let text = record.fields[position].trimmingCharacters(in: .whitespaces)
      return text.isEmpty ? nil : text
    }
    guard let clip = value("path") else { throw failure("the path is empty") }

    var label: Emotion?
    if labels == .required, value("label") == nil { throw failure("the label is empty") }
    if labels != .ignored, let text = value("label") {
      guard let emotion = Emotion(spelling: text) else {
        throw failure("unknown label '\(text)'; known are \(Emotion.knownSpellings)")
      }
      label = emotion
    }
    var modality: Modality?
    if let text = value("modality") {
      guard let known = Modality(rawValue: text.lowercased()) else {
        throw failure("unknown modality '\(text)'; known are av, a, v")
      }
      modality = known
    }
    return ClipListEntry(
      path: clip, resolvedPath: ClipList.resolve(clip, list: list), label: label,
      speaker: value("speaker"), split: value("split"), corpus: value("corpus"),
      modality: modality, line: record.line)
  }
}
