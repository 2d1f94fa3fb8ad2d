// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

internal import EmoNet
internal import Foundation

/// One thing to classify, or the reason why an argument led to none.
enum ClipInput: Sendable, Equatable {
  case clip(String)
  case unusable(UnusableClip)

  /// The clips that the arguments stand for, in their order.
  ///
  /// A folder stands for the media files in and below it, a `.csv` or `.txt` file for the paths that
  /// it lists, `-` for those on standard input, anything else for itself.
  static func expand(_ operands: [String]) -> [ClipInput] {
    operands.flatMap { operand in
      do {
        return try entries(of: operand).map { ClipInput.clip($0.resolvedPath) }
      } catch {
        return [.unusable(failure(operand, error))]
      }
    }
  }

  /// The first argument that led to nothing; nil when all led to clips.
  static func firstUnusable(_ inputs: [ClipInput]) -> UnusableClip? {
    for case .unusable(let failure) in inputs { return failure }
    return nil
  }

  /// The rows that one argument stands for; labels are looked at only with `withLabels`.
  static func entries(of operand: String, withLabels: Bool = false) throws -> [ClipListEntry] {
    var isFolder: ObjCBool = false
    if operand == "-" {
      let data = try FileHandle.standardInput.readToEnd() ?? Data()
      guard let text = String(validating: data, as: UTF8.self) else {
        throw ClipListError(path: "standard input", reason: "not UTF-8 text")
      }
      let entries = try ClipList.parsePaths(
        text, path: "standard input", withLabels: withLabels)
      guard !entries.isEmpty else {
        throw ClipListError(path: "standard input", kind: .unreadable, reason: "names no clips")
      }
      return entries
    }
    if FileManager.default.fileExists(atPath: operand, isDirectory: &isFolder), isFolder.boolValue {
      let clips = try ClipList.mediaFiles(under: operand)
      guard !clips.isEmpty else {
        throw ClipListError(path: operand, kind: .unreadable, reason: "no clips in this folder")
      }
      return clips.map { ClipListEntry(path: $0, resolvedPath: $0) }
    }
    let suffix = URL(fileURLWithPath: operand).pathExtension.lowercased()
    guard ["csv", "txt"].contains(suffix) else {
      return [ClipListEntry(path: operand, resolvedPath: operand)]
    }
    let entries = try ClipList.readPaths(operand, withLabels: withLabels)
    // A text whose first line is no header is taken for one path a line.
    if suffix == "csv", entries.first?.line == 1 {
      throw ClipListError(path: operand, line: 1, reason: "the header has no column 'path'")
    }
    guard !entries.isEmpty else {
      throw ClipListError(path: operand, kind: .unreadable, reason: "names no clips")
    }
    return entries
  }

  /// Why an argument led to no clips.
  static func failure(_ operand: String, _ error: any Error) -> UnusableClip {
    guard let error = error as? ClipListError else {
      return UnusableClip(path: operand, reason: error.localizedDescription, exitCode: .noInput)
    }
    let path = error.line.map { "\(error.path):\($0)" } ?? error.path
    return UnusableClip(
      path: path, reason: error.reason, exitCode: error.kind == .unreadable ? .noInput : .badData)
  }
}
