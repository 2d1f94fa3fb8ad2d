// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

internal import Foundation

/// The program `emonet`, as people start it.
struct EmoNetProgram: Sendable {
  private let program: ExternalProgram

  /// The one beside this program, which is of the same build; nil when it was not built.
  init?() {
    guard let program = ExternalProgram(besideThisOne: "emonet") else { return nil }
    self.program = program
  }

  /// What `emonet --version` says behind the name.
  func version() throws -> String {
    try program.run(["--version"]).trimmingCharacters(in: .whitespacesAndNewlines)
      .replacingOccurrences(of: "emonet ", with: "")
  }

  /// One line of JSON for each clip that `input` stands for; `threads` nil leaves them to the program.
  func classify(_ input: String, weights: String, threads: Int?) throws -> String {
    try program.run(
      ["classify", "--format", "json", "--weights", weights]
        + (threads.map { ["--threads", "\($0)"] } ?? []) + ["--", input])
  }
}
