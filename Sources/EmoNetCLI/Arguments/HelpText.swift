// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

/// Help for people, made from the description of the commands.
enum HelpText {
  private static let width = 88

  /// The program's own help: what it is, its commands and its exit codes.
  static func program(_ commands: [Command]) -> String {
    let codes = ExitCode.allCases.map { ("\($0.rawValue)", $0.meaning) }
    return """
      emonet \(Program.version): says which of seven emotions a clip's faces and voices express

      usage: emonet COMMAND [options] ...

      commands:
      \(table(commands.map { ($0.name, $0.summary) }))

      options:
      \(table([("--help", "Show this help and exit"), ("--version", "Show the version and exit")]))

      exit codes:
      \(table(codes))

      'emonet help COMMAND' says more about a command.

      """
  }

  /// One command's help.
  static func command(_ command: Command) -> String {
    var sections = ["\(command.summary).", "usage: \(command.usage)"]
    if let operands = command.operands {
      sections.append("arguments:\n" + table([(operands.valueName, operands.summary)]))
    }
    sections.append("options:\n" + table(command.allOptions.map { ($0.form, $0.summary) }))
    sections += command.discussion.map { wrapped($0, indentation: 0) }
    if !command.examples.isEmpty {
      let lines = command.examples.map { "  \($0)" }
      sections.append("examples:\n" + lines.joined(separator: "\n"))
    }
    return sections.joined(separator: "\n\n") + "\n"
  }

  /// Two columns; a long left entry has its explanation on the next line.
  private static func table(_ rows: [(String, String)]) -> String {
    let widest = rows.map(\.0.count).filter { $0 <= 24 }.max() ?? 24
    return rows.map { left, right in
      let text = wrapped(right, indentation: widest + 4)
      if left.count > widest { return "  \(left)\n\(text)" }
      let gap = String(repeating: " ", count: widest - left.count + 2)
      return "  \(left)\(gap)" + text.drop { $0 == " " }
    }.joined(separator: "\n")
  }

  private static func wrapped(_ text: String, indentation: Int) -> String {
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
