// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

/// Why a clip that could be read cannot be judged.
public struct ClassificationError: Error, Sendable, Equatable, CustomStringConvertible {
  /// The clip.
  public let path: String
  /// The cause.
  public let reason: String

  /// File and cause.
  public var description: String { "\(path): \(reason)" }
}
