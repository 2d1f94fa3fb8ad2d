// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

import Files
import Foundation
import Tables

extension ClipList {
  /// Reads a CSV list, a folder in AFEW's layout, or the names and classes of an ARFF table of features.
  ///
  /// Throws `FileError`.
  public static func read(_ path: String) throws -> ClipList {
    var isDirectory: ObjCBool = false
    if FileManager.default.fileExists(atPath: path, isDirectory: &isDirectory),
      isDirectory.boolValue
    {
      return try readDirectory(path)
    }
    if TableFormat(path: path) == .arff { return try readTable(path) }
    return try parse(try text(of: path), path: path)
  }

  /// Reads the text of a CSV list as if it stood in the file `path`; throws `FileError`, also when it
  /// names a clip twice with different labels.
  public static func parse(_ text: String, path: String) throws -> ClipList {
    let records = try CSVReader.records(
      in: text, path: path, delimiter: ClipListColumns.delimiter(ofHeader: head(of: text)))
    guard let header = records.first else {
      throw FileError(
        .malformed, path: path, reason: "the list is empty; its first line names the columns")
    }
    let columns = try ClipListColumns(header, path: path)
    guard columns.label != nil else {
      throw FileError(
        .malformed, path: path, line: header.line, reason: "the header has no column 'label'")
    }
    let list = ClipList(
      entries: try records.dropFirst().map { try columns.entry($0, list: path, labels: .required) })
    try list.refuseContradictions(path: path)
    return list
  }

  /// The first line of a text that is not blank, without a byte order mark.
  private static func head(of text: String) -> String {
    let start =
      text.unicodeScalars.first == "\u{FEFF}"
      ? text.unicodeScalars.dropFirst() : text.unicodeScalars[...]
    return Substring(start).split(whereSeparator: \.isNewline)
      .first { !$0.allSatisfy(\.isWhitespace) }.map(String.init) ?? ""
  }

  /// Reads the clips to classify from a file: one path a line, or a CSV list with a `path` column.
  ///
  /// Labels are not needed, and not looked at unless `withLabels` asks for those that are there. Paths
  /// are relative to the file; throws `FileError`.
  public static func readPaths(
    _ path: String, withLabels: Bool = false
  ) throws -> [ClipListEntry] {
    try parsePaths(try text(of: path), path: path, withLabels: withLabels)
  }

  /// Reads clips to classify from a text as if it stood in the file `path`; throws `FileError`.
  ///
  /// Labels are looked at only with `withLabels`.
  public static func parsePaths(
    _ text: String, path: String, withLabels: Bool = false
  ) throws -> [ClipListEntry] {
    let firstLine = text.unicodeScalars.first == "\u{FEFF}" ? String(text.dropFirst()) : text
    let head = head(of: text)
    let delimiter = ClipListColumns.delimiter(ofHeader: head)
    if let header = try? CSVReader.records(in: head, path: path, delimiter: delimiter).first,
      header.fields.contains(where: { ClipListColumns.normalized($0) == "path" })
    {
      let records = try CSVReader.records(in: text, path: path, delimiter: delimiter)
      let columns = try ClipListColumns(header, path: path)
      return try records.dropFirst().map {
        try columns.entry($0, list: path, labels: withLabels ? .optional : .ignored)
      }
    }
    var entries: [ClipListEntry] = []
    let lines = firstLine.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
    for (index, line) in lines.enumerated() {
      let clip = line.trimmingCharacters(in: .whitespaces)
      guard !clip.isEmpty else { continue }
      entries.append(
        ClipListEntry(path: clip, resolvedPath: resolve(clip, list: path), line: index + 1))
    }
    return entries
  }

  /// The path to open for a path that a list writes: from the list's folder unless it is absolute.
  static func resolve(_ clip: String, list: String) -> String {
    if clip.hasPrefix("/") { return clip }
    guard let slash = list.lastIndex(of: "/") else { return clip }
    return list[...slash] + clip
  }

  private static func text(of path: String) throws -> String {
    guard let text = String(validating: try FileContents.read(path), as: UTF8.self) else {
      throw FileError(.malformed, path: path, reason: "the list is not UTF-8 text")
    }
    return text
  }
}

extension ClipList {
  /// Reads the rows of a table of features as a list: their names are paths, their classes labels.
  ///
  /// Throws `FileError`.
  static func readTable(_ path: String) throws -> ClipList {
    var entries: [ClipListEntry] = []
    _ = try FeatureTable.read(path) { row in
      func failure(_ reason: String) -> FileError {
        FileError(.malformed, path: path, line: row.line, reason: reason)
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
    let list = ClipList(entries: entries)
    try list.refuseContradictions(path: path)
    return list
  }
}
