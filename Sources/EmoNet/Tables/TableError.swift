// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

/// A table of features that cannot be used, and where.
public struct TableError: Error, Sendable, Equatable, CustomStringConvertible {
  /// The table.
  public let path: String
  /// Line, counted from 1; nil when the whole file is meant.
  public let line: Int?
  /// What is wrong.
  public let reason: String
  /// Whether the table is missing or cannot be opened, rather than wrong.
  public let isUnreadable: Bool

  /// An error from its parts.
  public init(path: String, line: Int? = nil, reason: String, isUnreadable: Bool = false) {
    self.path = path
    self.line = line
    self.isUnreadable = isUnreadable
    self.reason = reason
  }

  /// One line for people: `FILE:LINE: reason`.
  public var description: String {
    line.map { "\(path):\($0): \(reason)" } ?? "\(path): \(reason)"
  }
}
