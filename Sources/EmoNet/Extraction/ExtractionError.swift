// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

/// Why an extraction cannot start.
public struct ExtractionError: Error, Sendable, Equatable, CustomStringConvertible {
  /// The cause, with file names.
  public let reason: String

  /// An error with its cause.
  public init(reason: String) { self.reason = reason }

  /// The cause.
  public var description: String { reason }
}
