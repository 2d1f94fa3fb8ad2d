// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

internal import Foundation
internal import Synchronization

/// The process's standard output and standard error.
///
/// Results go to standard output, everything else to standard error. A progress line, shown only
/// when standard error is a terminal, makes room for whatever else is printed.
final class Terminal: Sendable {
  static let shared = Terminal()

  /// Whether somebody watches standard error.
  let isWatched = isatty(STDERR_FILENO) == 1
  private let sharesScreen = isatty(STDOUT_FILENO) == 1
  private let progress = Mutex("")

  private init() {}

  /// Writes results; ends the process when nobody reads them any more.
  func printResult(_ text: String) throws(Failure) { try printResult(Array(text.utf8)) }

  /// Writes results that are bytes already; ends the process when nobody reads them any more.
  func printResult(_ bytes: [UInt8]) throws(Failure) {
    if sharesScreen { clearProgress() }
    switch FileDescriptor.writeAll(bytes, to: STDOUT_FILENO) {
    case 0: return
    // The reader has what it wanted, as in `emonet classify ... | head -1`.
    case EPIPE: exit(128 + SIGPIPE)
    case let code:
      throw Failure(.ioError, "standard output: \(String(cString: strerror(code)))")
    }
  }

  /// Writes a line for people to standard error, after the program's name.
  func note(_ message: String) {
    printDiagnostic("emonet: \(message)\n")
  }

  /// Writes a text for people to standard error as it is.
  func printDiagnostic(_ text: String) {
    clearProgress()
    _ = FileDescriptor.writeAll(Array(text.utf8), to: STDERR_FILENO)
  }

  /// Replaces the progress line; does nothing when standard error is not a terminal.
  func showProgress(_ text: String) {
    guard isWatched else { return }
    progress.withLock { line in
      guard text != line else { return }
      line = text
      _ = FileDescriptor.writeAll(Array("\r\u{1B}[K\(text)".utf8), to: STDERR_FILENO)
    }
  }

  /// Takes the progress line away.
  func clearProgress() { showProgress("") }
}
