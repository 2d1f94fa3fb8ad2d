// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

import EmoNet
import Files
import Foundation

/// One thing to classify, or the reason why an argument led to none.
enum ClipInput: Sendable, Equatable {
  case clip(String)
  case unusable(UnusableClip)

  /// The clips that the arguments stand for, in their order.
  ///
  /// A folder stands for the media files in and below it, a `.csv` or `.txt` file for the paths that
  /// it lists, `-` for those on standard input, anything else for itself. `leftOut` hears of the files
  /// of folders that are not named like clips.
  static func expand(
    _ operands: [String], leftOut: ([String]) -> Void = { _ in }
  ) -> [ClipInput] {
    operands.flatMap { operand -> [ClipInput] in
      do {
        let found = try entries(of: operand)
        leftOut(found.others)
        return found.entries.map { ClipInput.clip($0.resolvedPath) }
          + found.problems.map(ClipInput.unusable)
      } catch {
        return [.unusable(failure(operand, error))]
      }
    }
  }

  /// What one argument leads to.
  struct Found {
    /// Rows of a list, or clips.
    var entries: [ClipListEntry]
    /// Parts of a folder that cannot be read.
    var problems: [UnusableClip] = []
    /// Files of a folder that are not named like clips.
    var others: [String] = []
  }

  /// What to say of files that are not named like clips; nil of none.
  static func note(leftOut others: [String]) -> String? {
    guard !others.isEmpty else { return nil }
    let count = others.count == 1 ? "1 file is" : "\(others.count) files are"
    let names = others.prefix(8).joined(separator: ", ") + (others.count > 8 ? ", ..." : "")
    return "\(count) left out, not named like clips: \(names)"
  }

  /// The clips' paths.
  static func paths(_ inputs: [ClipInput]) -> [String] {
    inputs.compactMap { if case .clip(let path) = $0 { path } else { nil } }
  }

  /// The first argument that led to nothing; nil when all led to clips.
  static func firstUnusable(_ inputs: [ClipInput]) -> UnusableClip? {
    for case .unusable(let failure) in inputs { return failure }
    return nil
  }

  /// The rows that one argument stands for; labels are looked at only with `withLabels`.
  static func entries(of operand: String, withLabels: Bool = false) throws -> Found {
    var isFolder: ObjCBool = false
    if operand == "-" {
      let text = try standardInput()
      let entries = try ClipList.parsePaths(
        text, path: "standard input", withLabels: withLabels)
      guard !entries.isEmpty else {
        throw FileError(.missing, path: "standard input", reason: "names no clips")
      }
      return Found(entries: entries)
    }
    if FileManager.default.fileExists(atPath: operand, isDirectory: &isFolder), isFolder.boolValue {
      let search = try FolderSearch(operand)
      guard !search.clips.isEmpty || !search.problems.isEmpty else {
        throw FileError(.missing, path: operand, reason: "no clips in this folder")
      }
      return Found(
        entries: search.clips.map { ClipListEntry(path: $0, resolvedPath: $0) },
        problems: search.problems.map { failure($0.path, $0) }, others: search.others)
    }
    let suffix = URL(fileURLWithPath: operand).pathExtension.lowercased()
    guard ["csv", "txt"].contains(suffix) else {
      return Found(entries: [ClipListEntry(path: operand, resolvedPath: operand)])
    }
    let entries = try ClipList.readPaths(operand, withLabels: withLabels)
    // A text whose first line is no header is taken for one path a line.
    if suffix == "csv", entries.first?.line == 1 {
      throw FileError(.malformed, path: operand, line: 1, reason: "the header has no column 'path'")
    }
    guard !entries.isEmpty else {
      throw FileError(.missing, path: operand, reason: "names no clips")
    }
    return Found(entries: entries)
  }

  /// Why an argument led to no clips; a list's error keeps its own path and line.
  static func failure(_ operand: String, _ error: any Error) -> UnusableClip {
    guard let error = error as? FileError, error.operation == nil else {
      return UnusableClip(path: operand, error: error)
    }
    let path = error.line.map { "\(error.path):\($0)" } ?? error.path
    return UnusableClip(path: path, reason: error.reason, exitCode: Failure(error).exitCode)
  }

  /// All of standard input; throws `FileError`.
  private static func standardInput() throws(FileError) -> String {
    let name = "standard input"
    var bytes: [UInt8] = []
    var piece = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let count = read(STDIN_FILENO, &piece, piece.count)
      if count == 0 { break }
      if count > 0 {
        bytes += piece[..<count]
      } else if errno != EINTR {
        throw FileError(.missing, path: name, reason: String(cString: strerror(errno)))
      }
    }
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw FileError(.malformed, path: name, reason: "not UTF-8 text")
    }
    return text
  }
}

/// What the arguments of `emonet extract` stand for.
struct ExtractionInput {
  /// The clips, in the order of the arguments.
  var clips: [ExtractionClip] = []
  /// Arguments that led to no clips, and what in folders cannot be read.
  var unusable: [UnusableClip] = []
  /// Files of folders that are not named like clips.
  var others: [String] = []

  /// Whether any clip has a label.
  var hasLabels: Bool { clips.contains { $0.label != nil } }

  /// Expands the arguments as for `classify`, with the labels of lists and of folders named after
  /// emotions.
  init(_ operands: [String]) {
    for operand in operands {
      do {
        let found = try ClipInput.entries(of: operand, withLabels: true)
        let entries = found.entries
        unusable += found.problems
        others += found.others
        var isFolder: ObjCBool = false
        _ = FileManager.default.fileExists(atPath: operand, isDirectory: &isFolder)
        clips += isFolder.boolValue ? Self.clips(in: operand, entries) : entries.map(Self.clip)
      } catch {
        unusable.append(ClipInput.failure(operand, error))
      }
    }
  }

  /// The clips of a folder; labels count when each lies in a folder that is named after an emotion.
  private static func clips(in folder: String, _ entries: [ClipListEntry]) -> [ExtractionClip] {
    let labels = entries.map { entry in
      entry.path.split(separator: "/").dropLast().last.flatMap { Emotion(spelling: String($0)) }
    }
    let hasLabels = labels.allSatisfy { $0 != nil }
    return zip(entries, labels).map { entry, label in
      ExtractionClip(
        path: entry.path, resolvedPath: entry.resolvedPath,
        name: ExtractedFeatures.tableName(String(entry.path.dropFirst(folder.count))),
        label: hasLabels ? label : nil)
    }
  }

  private static func clip(_ entry: ClipListEntry) -> ExtractionClip {
    // A row of a list has a line and keeps its folders; an argument is named by its last part.
    let name = entry.line > 0 ? entry.path : (entry.path as NSString).lastPathComponent
    return ExtractionClip(
      path: entry.path, resolvedPath: entry.resolvedPath, name: ExtractedFeatures.tableName(name),
      label: entry.label)
  }
}
