// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

/// One subcommand, as data: parsing, help, usage errors and completions all follow from it.
struct Command: Sendable {
  /// What stands after the options.
  struct Operands: Sendable {
    /// What may stand there, for completions.
    enum Kind: Sendable {
      case files
      case words([String])
    }

    /// The name in the help text.
    let valueName: String
    let summary: String
    let kind: Kind
    /// How many there may be.
    let count: ClosedRange<Int>
  }

  let name: String
  /// What it does: one sentence without a full stop.
  let summary: String
  /// The operands; nil for a command that takes none.
  var operands: Operands?
  var options: [OptionDescription] = []
  /// Paragraphs that stand below the options in the help text.
  var discussion: [String] = []
  /// Lines that a user may type.
  var examples: [String] = []
  let run: @Sendable (Arguments) throws -> ExitCode

  /// The option that every command has.
  static let help = OptionDescription("help", "Show this help and exit")

  /// The command's own options and those that every command has.
  var allOptions: [OptionDescription] { options + [Self.help] }

  /// The line that says how to call it.
  var usage: String {
    var parts = ["emonet", name]
    parts += options.filter(\.isRequired).map(\.form)
    if options.contains(where: { !$0.isRequired }) { parts.append("[options]") }
    if let operands {
      var form = operands.count.upperBound > 1 ? "\(operands.valueName)..." : operands.valueName
      if operands.count.lowerBound == 0 { form = "[\(form)]" }
      parts.append(form)
    }
    return parts.joined(separator: " ")
  }
}
