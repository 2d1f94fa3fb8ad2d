// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

/// Completions for fish.
enum FishCompletion {
  static func script(for commands: [Command]) -> String {
    var lines = [
      "# fish completion for emonet, made by 'emonet completions fish'",
      "complete -c emonet -f",
      "complete -c emonet -n __fish_use_subcommand -l help -d \(quoted(Command.help.summary))",
      "complete -c emonet -n __fish_use_subcommand -l version -d 'Show the version and exit'",
    ]
    for command in commands {
      lines.append(
        "complete -c emonet -n __fish_use_subcommand -a \(command.name)"
          + " -d \(quoted(command.summary))")
    }
    for command in commands {
      let start = "complete -c emonet -n '__fish_seen_subcommand_from \(command.name)'"
      lines += command.allOptions.map { option in
        "\(start) -l \(option.name)\(value(option)) -d \(quoted(option.summary))"
      }
      switch command.operands?.kind {
      case nil: break
      case .files: lines.append("\(start) -F")
      case .words(let words):
        // Once one of the words stands there, nothing more is offered.
        let condition =
          "'__fish_seen_subcommand_from \(command.name); and test (count (commandline -opc)) -eq 2'"
        lines.append(
          "complete -c emonet -n \(condition) -a \(quoted(words.joined(separator: " ")))")
      }
    }
    return lines.joined(separator: "\n") + "\n"
  }

  private static func value(_ option: OptionDescription) -> String {
    switch option.value {
    case .none: ""
    case .integer, .number, .text: " -x"
    case .choice(let words), .choices(_, let words):
      " -x -a \(quoted(words.joined(separator: " ")))"
    case .file: " -r -F"
    case .folder: " -x -a '(__fish_complete_directories)'"
    }
  }

  private static func quoted(_ text: String) -> String {
    "'" + text.replacing("\\", with: "\\\\").replacing("'", with: "\\'") + "'"
  }
}
