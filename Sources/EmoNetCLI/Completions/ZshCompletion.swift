// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

/// Completions for zsh, to be sourced or put as `_emonet` into a folder of `fpath`.
enum ZshCompletion {
  static func script(for commands: [Command]) -> String {
    let names = commands.map { "    \(quoted("\($0.name):\($0.summary)"))" }
    return """
      #compdef emonet
      # zsh completion for emonet, made by 'emonet completions zsh'
      _emonet() {
        local -a commands=(
      \(names.joined(separator: "\n"))
        )
        if (( CURRENT == 2 )); then
          if [[ $PREFIX == -* ]]; then
            compadd -- --help --version
          else
            _describe -t commands command commands
          fi
          return
        fi
        local command=$words[2]
        shift words
        (( CURRENT-- ))
        case $command in
      \(commands.map(branch).joined(separator: "\n"))
        esac
      }
      if [[ $funcstack[1] == _emonet ]]; then
        _emonet "$@"
      else
        compdef _emonet emonet
      fi

      """
  }

  private static func branch(_ command: Command) -> String {
    var specifications = command.allOptions.map(specification)
    if let operands = command.operands {
      let prefix = operands.count.upperBound > 1 ? "*" : "1"
      switch operands.kind {
      case .files: specifications.append("\(prefix):\(operands.valueName):_files")
      case .words(let words):
        specifications.append(
          "\(prefix):\(operands.valueName):(\(words.joined(separator: " ")))")
      }
    }
    let lines = specifications.map { "        \(quoted($0))" }
    return "    \(command.name)) _arguments \\\n\(lines.joined(separator: " \\\n")) ;;"
  }

  private static func specification(_ option: OptionDescription) -> String {
    let summary = option.summary.replacing("[", with: "\\[").replacing("]", with: "\\]")
    let start = "\(option.flag)[\(summary)]"
    switch option.value {
    case .none: return start
    case .integer(let valueName, _), .number(let valueName, _), .text(let valueName):
      return "\(start):\(valueName): "
    case .choices(let valueName, let words):
      return "\(start):\(valueName):_values -s , \(valueName) \(words.joined(separator: " "))"
    case .choice(let words): return "\(start):\(option.name):(\(words.joined(separator: " ")))"
    case .file(let valueName): return "\(start):\(valueName):_files"
    case .folder(let valueName): return "\(start):\(valueName):_files -/"
    }
  }

  private static func quoted(_ text: String) -> String {
    "'" + text.replacing("'", with: "'\\''") + "'"
  }
}
