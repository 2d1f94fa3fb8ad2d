// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

import Files
import Foundation
import Synchronization

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

  /// Puts `/dev/null` where the caller closed standard input, output or error.
  ///
  /// Else the next file that is opened would take the number, and what is printed would go into it.
  static func holdStandardDescriptors() {
    for descriptor in STDIN_FILENO...STDERR_FILENO where fcntl(descriptor, F_GETFD) < 0 {
      // The lowest free number is this one, since those below it are taken.
      _ = open("/dev/null", O_RDWR)
    }
  }

  /// Writes results; ends the process when nobody reads them any more.
  func printResult(_ text: String) throws(Failure) { try printResult(Array(text.utf8)) }

  /// Writes results that are bytes already; ends the process when nobody reads them any more.
  func printResult(_ bytes: [UInt8]) throws(Failure) {
    if sharesScreen { clearProgress() }
    switch FilePieces.write(bytes, to: STDOUT_FILENO) {
    case 0: return
    // The reader has what it wanted, as in `emonet classify ... | head -1`.
    case EPIPE: exit(128 + SIGPIPE)
    case let code: throw .unwritable("standard output", code: code)
    }
  }

  /// Writes a line for people to standard error, after the program's name.
  func note(_ message: String) {
    printDiagnostic("emonet: \(message)\n")
  }

  /// Writes a text for people to standard error as it is.
  func printDiagnostic(_ text: String) {
    clearProgress()
    _ = FilePieces.write(Array(text.utf8), to: STDERR_FILENO)
  }

  /// Replaces the progress line; does nothing when standard error is not a terminal.
  func showProgress(_ text: String) {
    guard isWatched else { return }
    progress.withLock { line in
      guard text != line else { return }
      line = text
      _ = FilePieces.write(Array("\r\u{1B}[K\(text)".utf8), to: STDERR_FILENO)
    }
  }

  /// Takes the progress line away.
  func clearProgress() { showProgress("") }
}

/// Says on the terminal how far a batch is, how fast it goes and how long it will take.
struct ProgressReport {
  private let total: Int
  private let unit: String
  private let start = ContinuousClock.now
  private var lastShown: ContinuousClock.Instant?

  /// Progress of `total` things that are called `unit` in the plural.
  init(total: Int, unit: String) {
    self.total = total
    self.unit = unit
  }

  /// Shows that `done` of them are done; at most ten times a second.
  mutating func show(done: Int) {
    guard Terminal.shared.isWatched else { return }
    let now = ContinuousClock.now
    if let lastShown, now - lastShown < .milliseconds(100), done < total { return }
    lastShown = now
    let elapsed = (now - start) / .seconds(1)
    var text = "\(done)/\(total) \(unit)"
    if done > 0, elapsed > 0 {
      let rate = Double(done) / elapsed
      text += String(format: ", %.1f \(unit)/s", rate)
      text += ", \(Self.clock(seconds: Double(total - done) / rate)) left"
    }
    Terminal.shared.showProgress(text)
  }

  /// A length of time as `0:07`, `12:30` or `3:04:05`.
  static func clock(seconds: Double) -> String {
    let whole = Int(seconds.rounded(.up))
    let (hours, minutes, rest) = (whole / 3600, whole / 60 % 60, whole % 60)
    return hours > 0
      ? String(format: "%d:%02d:%02d", hours, minutes, rest)
      : String(format: "%d:%02d", minutes, rest)
  }
}
