// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

import Foundation

/// A file that cannot be used or written, and where it goes wrong.
///
/// The one error of everything in this package that reads or writes files other than media: lists,
/// tables, weights, configurations, results. What a program should conclude is the kind; the
/// program `emonet` makes its exit code of it.
public struct FileError: Error, Sendable, Equatable {
  /// What a program should conclude from the error.
  public enum Kind: String, Sendable, Codable, CaseIterable {
    /// The file is not there or cannot be opened.
    case missing
    /// The file can be read, and something in it is wrong or damaged.
    case malformed
    /// The file is well formed, and this program or this machine has no way to use it.
    case unsupported
    /// The file cannot be written.
    case unwritable
  }

  /// What a program should conclude.
  public let kind: Kind
  /// The file as the caller wrote it; empty for content that never was in a file.
  public let path: String
  /// Line, counted from 1; nil when the whole file is meant or it has no lines.
  public let line: Int?
  /// What was being done, as a verb phrase such as `read weights`; nil where the reason says it.
  public let operation: String?
  /// The part of the file that is meant, such as `tensor conv1.weight`; nil for the whole.
  public let part: String?
  /// What is wrong, in words, with both values where two disagree.
  public let reason: String

  /// An error from its parts.
  public init(
    _ kind: Kind, path: String, line: Int? = nil, operation: String? = nil, part: String? = nil,
    reason: String
  ) {
    self.kind = kind
    self.path = path
    self.line = line
    self.operation = operation
    self.part = part
    self.reason = reason
  }

  /// What the operating system answered when the file was to be opened or read.
  ///
  /// - Parameters:
  ///   - code: the system's `errno`.
  ///   - operation: as of the error itself.
  package static func unreadable(
    _ path: String, code: Int32, operation: String? = nil
  ) -> FileError {
    // Alone, the list of clips say, a missing file is named in the words that all commands use.
    let isPlain = operation == nil && code == ENOENT
    return FileError(
      .missing, path: path, operation: operation,
      reason: isPlain ? "no such file" : String(cString: strerror(code)))
  }

  /// What the operating system answered when the file was to be written.
  package static func unwritable(
    _ path: String, code: Int32, operation: String? = nil
  ) -> FileError {
    let reason = String(cString: strerror(code))
    return FileError(
      .unwritable, path: path, operation: operation,
      reason: operation == nil ? "cannot be written: \(reason)" : reason)
  }
}

extension FileError: CustomStringConvertible {
  /// One line for people: `FILE:LINE: reason`, or `cannot read weights FILE, tensor NAME: reason`.
  public var description: String {
    var place = path
    if let line { place += ":\(line)" }
    if let part { place += place.isEmpty ? part : ", \(part)" }
    guard let operation else { return place.isEmpty ? reason : "\(place): \(reason)" }
    return "cannot \(operation)\(place.isEmpty ? "" : " \(place)"): \(reason)"
  }
}
