// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

extension ProgramDescription {
  /// The program's own help: what it is, its commands and its exit codes.
  package var help: String {
    if let onlyCommand { return help(on: onlyCommand) }
    let title = version.map { "\(name) \($0)" } ?? name
    return """
      \(title): \(summary)

      usage: \(name) COMMAND [options] ...

      commands:
      \(HelpText.table(commands.map { ($0.name, $0.summary) }))

      options:
      \(HelpText.table(ownOptions))

      \(exitCodeSection)

      '\(topic("COMMAND"))' says more about a command.

      """
  }

  /// One command's help.
  package func help(on command: Command) -> String {
    let isWhole = onlyCommand != nil
    var sections = ["\(command.summary).", "usage: \(usage(of: command))"]
    if let operands = command.operands {
      sections.append("arguments:\n" + HelpText.table([(operands.name, operands.summary)]))
    }
    var options = command.options.map { option in
      (name: option.form, summary: option.summary + (option.isRepeatable ? "; repeatable" : ""))
    }
    if isWhole { options += ownOptions.dropFirst() }
    sections.append("options:\n" + HelpText.table(options))
    sections += command.discussion.map { HelpText.wrapped($0, indentation: 0) }
    if isWhole { sections.append(exitCodeSection) }
    if !command.examples.isEmpty {
      let lines = command.examples.map { "  \($0)" }
      sections.append("examples:\n" + lines.joined(separator: "\n"))
    }
    return sections.joined(separator: "\n\n") + "\n"
  }

  /// The line that says how to call a command.
  private func usage(of command: Command) -> String {
    var parts = onlyCommand == nil ? [name, command.name] : [name]
    if let verb = command.verb { parts.append(verb) }
    parts += command.options.filter(\.isRequired).map(\.form)
    // `--help` alone is not worth a word.
    if command.options.dropLast().contains(where: { !$0.isRequired }) { parts.append("[options]") }
    if let operands = command.operands {
      var form = operands.count.upperBound > 1 ? "\(operands.name)..." : operands.name
      if operands.count.lowerBound == 0 { form = "[\(form)]" }
      parts.append(form)
    }
    return parts.joined(separator: " ")
  }

  private var exitCodeSection: String {
    "exit codes:\n" + HelpText.table(exitCodes.map { ("\($0.rawValue)", $0.meaning) })
  }
}

/// Text in columns for a terminal.
private enum HelpText {
  private static let width = 88

  /// Two columns; a long left entry has its explanation on the next line.
  static func table(_ rows: [(String, String)]) -> String {
    let widest = rows.map(\.0.count).filter { $0 <= 24 }.max() ?? 24
    return rows.map { left, right in
      let text = wrapped(right, indentation: widest + 4)
      if left.count > widest { return "  \(left)\n\(text)" }
      let gap = String(repeating: " ", count: widest - left.count + 2)
      return "  \(left)\(gap)" + text.drop { $0 == " " }
    }.joined(separator: "\n")
  }

  /// Lines that each have a margin and fit into the width.
  static func wrapped(_ text: String, indentation: Int) -> String {
    let margin = String(repeating: " ", count: indentation)
    var lines: [String] = []
    var line = ""
    for word in text.split(separator: " ") {
      if !line.isEmpty, indentation + line.count + 1 + word.count > width {
        lines.append(margin + line)
        line = ""
      }
      line += line.isEmpty ? String(word) : " \(word)"
    }
    return (lines + [margin + line]).joined(separator: "\n")
  }
}
