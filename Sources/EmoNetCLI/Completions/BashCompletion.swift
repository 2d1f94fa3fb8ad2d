// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

/// Completions for bash 4 and later.
enum BashCompletion {
  static func script(for commands: [Command]) -> String {
    let words = commands.map(\.name) + ["--help", "--version"]
    return """
      # bash completion for emonet, made by 'emonet completions bash'
      _emonet() {
        local current=${COMP_WORDS[COMP_CWORD]} previous=${COMP_WORDS[COMP_CWORD-1]}
        # bash splits '--option=value' into three words.
        if [[ $current == = ]]; then
          current=
        elif [[ $previous == = ]]; then
          previous=${COMP_WORDS[COMP_CWORD-2]}
        fi
        COMPREPLY=()
        if (( COMP_CWORD == 1 )); then
          COMPREPLY=($(compgen -W '\(words.joined(separator: " "))' -- "$current"))
          return
        fi
        case "${COMP_WORDS[1]} $previous" in
      \(commands.flatMap(values).joined(separator: "\n"))
        esac
        case "${COMP_WORDS[1]} $current" in
      \(commands.map(flags).joined(separator: "\n"))
      \(commands.compactMap(operands).joined(separator: "\n"))
        esac
      }
      complete -F _emonet emonet

      """
  }

  private static func values(_ command: Command) -> [String] {
    command.options.compactMap { option in
      let action: String
      switch option.value {
      case .none: return nil
      case .integer, .number, .text: action = ":"
      case .choice(let words), .choices(_, let words): action = offer(words)
      case .file: action = "compopt -o default"
      case .folder: action = "compopt -o dirnames"
      }
      return "    '\(command.name) \(option.flag)') \(action); return ;;"
    }
  }

  private static func flags(_ command: Command) -> String {
    "    '\(command.name) -'*) \(offer(command.allOptions.map(\.flag))) ;;"
  }

  private static func operands(_ command: Command) -> String? {
    guard let operands = command.operands else { return nil }
    switch operands.kind {
    case .files: return "    '\(command.name) '*) compopt -o default ;;"
    case .words(let words): return "    '\(command.name) '*) \(offer(words)) ;;"
    }
  }

  private static func offer(_ words: [String]) -> String {
    "COMPREPLY=($(compgen -W '\(words.joined(separator: " "))' -- \"$current\"))"
  }
}
