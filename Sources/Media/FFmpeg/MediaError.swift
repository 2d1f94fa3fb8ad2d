// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

import Glibc
import Signal

/// A file that could not be read or written as media, with the place where it went wrong.
public struct MediaError: Error, Sendable, Equatable {
  /// What a program should conclude from the error.
  public enum Kind: String, Sendable, Codable, CaseIterable {
    /// The path does not lead to a file that can be read: missing, a directory, no permission.
    case unreadable
    /// The file can be read, but is empty, broken or no media file.
    case invalidData
    /// The file is sound media, but holds no stream of the kind asked for.
    case missingStream
    /// The FFmpeg found on this machine has no decoder, encoder or conversion for it.
    case unsupported
    /// Encoding or writing failed.
    case writing
  }

  /// What a program should conclude.
  public let kind: Kind
  /// The file, as the caller wrote it.
  public let path: String
  /// What was being done, as a verb phrase: `open`, `decode the picture`.
  public let operation: String
  /// FFmpeg's (negative) error code, when it gave one.
  public let code: Int32?
  /// Why it failed, in words.
  public let reason: String
  /// Place in the clip, in seconds from its start, when known.
  public let position: Double?

  /// An error from its parts.
  public init(
    kind: Kind, path: String, operation: String, code: Int32? = nil, reason: String,
    position: Double? = nil
  ) {
    self.kind = kind
    self.path = path
    self.operation = operation
    self.code = code
    self.reason = reason
    self.position = position
  }
}

extension MediaError: SourceError {
  /// Whether the file holds no stream of the kind asked for.
  package var isMissingStream: Bool { kind == .missingStream }
  /// Whether the system had no file to open or no memory left, or the clip goes on for too long.
  package var endsClip: Bool {
    guard let code else { return false }
    return kind == .unreadable ? [EMFILE, ENFILE, ENOMEM].contains(-code) : code == Self.tooLong
  }

  /// The code of what goes on beyond the limit.
  static let tooLong = -EFBIG
}

extension MediaError: CustomStringConvertible {
  /// One line: path, operation, reason, and the position where it is known.
  public var description: String {
    let place = position.map { " (at \(formatted(seconds: $0)))" } ?? ""
    return "\(path): cannot \(operation): \(reason)\(place)"
  }
}

/// Seconds to the millisecond, as they stand in messages: `1.24 s`.
func formatted(seconds: Double) -> String {
  "\((seconds * 1000).rounded() / 1000) s"
}
