// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

/// Why the program cannot go on: one line for people and the exit code.
struct Failure: Error, Equatable {
  let exitCode: ExitCode
  /// Path and reason, without the program's name.
  let message: String

  init(_ exitCode: ExitCode, _ message: String) {
    self.exitCode = exitCode
    self.message = message
  }
}
