// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

/// A program that does the same work in a process of its own, start and end included.
struct ProgramReference: Reference {
  let name: String
  let program: ExternalProgram
  let arguments: [String]

  func seconds(iterations: Int) throws -> Double {
    try Clock.seconds { for _ in 0..<iterations { try program.run(arguments) } }
  }
}
