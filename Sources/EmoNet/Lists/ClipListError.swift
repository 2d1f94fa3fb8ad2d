// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

/// A clip list that cannot be used, and where.
public struct ClipListError: Error, Sendable, Equatable, CustomStringConvertible {
  /// What kind of mistake it is; the command's exit code follows from it.
  public enum Kind: Sendable, Equatable {
    /// The list is missing or cannot be read.
    case unreadable
    /// The list is there, and something in it is wrong.
    case malformed
  }

  /// The list's path as given.
  public let path: String
  /// Line, counted from 1; nil when the whole file is meant.
  public let line: Int?
  /// What kind of mistake it is.
  public let kind: Kind
  /// What is wrong.
  public let reason: String

  /// An error from its parts.
  public init(path: String, line: Int? = nil, kind: Kind = .malformed, reason: String) {
    self.path = path
    self.line = line
    self.kind = kind
    self.reason = reason
  }

  /// One line for people: `FILE:LINE: reason`.
  public var description: String {
    line.map { "\(path):\($0): \(reason)" } ?? "\(path): \(reason)"
  }
}
