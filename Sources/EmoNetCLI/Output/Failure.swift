// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

import Arguments
import Files
import Foundation
import Media

/// How the program ends; the numbers are those of sysexits.h where one fits.
extension ExitCode {
  /// Everything asked for was done.
  static let success = ExitCode(0, "everything was done")
  /// Some clips failed and the rest was done, or `doctor` found something missing.
  static let incomplete = ExitCode(
    1, "some clips failed, the others were done; or doctor found something missing")
  /// The command line is wrong.
  static let usage = ExitCode(64, "the command line is wrong")
  /// The input was read, and something in it is wrong or damaged.
  static let badData = ExitCode(
    65, "an input is damaged or says something wrong: clip, list, weights, configuration")
  /// The input is missing or cannot be opened.
  static let noInput = ExitCode(66, "an input is missing or cannot be opened")
  /// The system does not give what is needed.
  static let systemError = ExitCode(71, "the system does not grant enough memory or open files")
  /// A mistake in emonet itself.
  static let internalError = ExitCode(70, "a mistake in emonet itself")
  /// The output cannot be written.
  static let ioError = ExitCode(74, "the output cannot be written")

  /// An interrupt from the keyboard.
  static let interrupted = ExitCode(130, "it was interrupted")

  /// All of them, in the order of the help text.
  static let all = [
    success, incomplete, usage, badData, noInput, internalError, systemError, ioError, interrupted,
  ]
}

/// Why the program cannot go on: one line for people and the exit code.
struct Failure: Error, Equatable {
  let exitCode: ExitCode
  /// Path and reason, without the program's name.
  let message: String

  /// A failure from its parts.
  init(_ exitCode: ExitCode, _ message: String) {
    self.exitCode = exitCode
    self.message = message
  }

  /// What an error comes to: the one place where errors become exit codes.
  init(_ error: any Error) {
    switch error {
    case let failure as Failure: self = failure
    case let error as UsageError: self.init(.usage, error.message)
    case let error as FileError: self.init(Self.exitCode(error.kind), error.description)
    case let error as MediaError: self.init(Self.exitCode(error.kind), error.description)
    case let error as DecodingError: self.init(.badData, error.explanation)
    default: self = Self.foundation(error) ?? Failure(.internalError, "\(error)")
    }
  }

  /// What an error of the system's library comes to, whose own words are for programmers; nil for others.
  private static func foundation(_ error: any Error) -> Failure? {
    let error = error as NSError
    guard [NSCocoaErrorDomain, NSPOSIXErrorDomain].contains(error.domain) else { return nil }
    let path = (error.userInfo[NSFilePathErrorKey] as? String).map { "\($0): " } ?? ""
    let inner = error.userInfo[NSUnderlyingErrorKey] as? NSError ?? error
    let reason: String
    if inner.domain == NSPOSIXErrorDomain {
      reason = String(cString: strerror(Int32(clamping: inner.code)))
    } else {
      reason = foundationReasons[error.code] ?? "it cannot be used"
    }
    let isReading = error.domain == NSCocoaErrorDomain && (256..<512).contains(error.code)
    return Failure(isReading ? .noInput : .ioError, path + reason)
  }

  /// Foundation's numbers of errors of reading (from 256) and writing (4, and from 512), in words.
  private static let foundationReasons: [Int: String] = [
    4: "no such file or folder", 257: "no permission to read it", 260: "no such file or folder",
    513: "no permission to write it", 516: "it is there already", 640: "no space left",
    642: "it can only be read",
  ]

  /// What the system answered when something was to be written.
  static func unwritable(_ path: String, code: Int32) -> Failure {
    Failure(.ioError, "\(path): \(String(cString: strerror(code)))")
  }

  private static func exitCode(_ kind: FileError.Kind) -> ExitCode {
    switch kind {
    case .missing: .noInput
    case .malformed, .unsupported: .badData
    case .unwritable: .ioError
    }
  }

  private static func exitCode(_ kind: MediaError.Kind) -> ExitCode {
    switch kind {
    case .unreadable: .noInput
    case .invalidData, .missingStream, .unsupported: .badData
    case .writing: .ioError
    }
  }
}
