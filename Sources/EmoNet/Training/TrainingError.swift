// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

/// Why a training cannot start or go on.
public struct TrainingError: Error, Sendable, Equatable, CustomStringConvertible {
  /// The cause, with file names and values.
  public let reason: String

  /// An error with its cause.
  public init(reason: String) { self.reason = reason }

  /// The cause.
  public var description: String { reason }
}
