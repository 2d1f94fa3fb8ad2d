// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

/// A command line that cannot be understood.
struct UsageError: Error, Equatable {
  /// What is wrong, without the program's name.
  let reason: String
  /// The command that was meant; nil when that is what is not understood.
  let command: String?

  /// The whole text for standard error.
  var text: String {
    let topic = command.map { "emonet help \($0)" } ?? "emonet help"
    return "emonet: \(reason)\nTry '\(topic)'.\n"
  }
}
