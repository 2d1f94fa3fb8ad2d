// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

/// Why a weight file cannot be used as a model.
public struct ModelError: Error, Sendable, Equatable, CustomStringConvertible {
  /// The weight file.
  public let path: String
  /// The cause, with what was found and what is needed.
  public let reason: String

  /// An error with its cause.
  public init(path: String, reason: String) {
    self.path = path
    self.reason = reason
  }

  /// File and cause.
  public var description: String { "\(path): \(reason)" }
}
