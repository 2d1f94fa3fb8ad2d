// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

/// The shells that completions are written for.
package enum Shell: String, CaseIterable, Sendable {
  case bash, zsh, fish

  /// The whole script that makes the shell complete the command lines of a program with commands.
  package func script(for program: ProgramDescription) -> String {
    precondition(!program.commands.isEmpty, "\(program.name) has no commands to complete")
    return switch self {
    case .bash: BashCompletion(program: program).script
    case .zsh: ZshCompletion(program: program).script
    case .fish: FishCompletion(program: program).script
    }
  }
}

extension ProgramDescription {
  /// The shell function that completes the program's command lines.
  fileprivate var function: String { "_" + name.replacing("-", with: "_") }

  /// What a script says of itself.
  fileprivate func origin(_ shell: Shell) -> String {
    "# \(shell) completion for \(name), made by '\(name) completions \(shell)'"
  }
}

/// Completions for bash 4 and later.
private struct BashCompletion {
  let program: ProgramDescription

  var script: String {
    let words = program.commandNames + program.ownOptions.map(\.name)
    return """
      \(program.origin(.bash))
      \(program.function)() {
        local current=${COMP_WORDS[COMP_CWORD]} previous=${COMP_WORDS[COMP_CWORD-1]}
        # bash splits '--option=value' into three words.
        if [[ $current == = ]]; then
          current=
        elif [[ $previous == = ]]; then
          previous=${COMP_WORDS[COMP_CWORD-2]}
        fi
        COMPREPLY=()
        if (( COMP_CWORD == 1 )); then
          \(offer(words))
          return
        fi
        case "${COMP_WORDS[1]} $previous" in
      \(program.commands.flatMap(values).joined(separator: "\n"))
        esac
        case "${COMP_WORDS[1]} $current" in
      \(program.commands.map(flags).joined(separator: "\n"))
      \(program.commands.compactMap(operands).joined(separator: "\n"))
        esac
      }
      complete -F \(program.function) \(program.name)

      """
  }

  private func values(_ command: Command) -> [String] {
    command.options.compactMap { option in
      guard let value = option.value else { return nil }
      let action =
        switch value.completion {
        case .nothing: ":"
        case .words(let words), .list(let words): offer(words)
        case .files: "compopt -o default"
        case .folders: "compopt -o dirnames"
        }
      return "    '\(command.name) \(option.flag)') \(action); return ;;"
    }
  }

  private func flags(_ command: Command) -> String {
    "    '\(command.name) -'*) \(offer(command.options.map(\.flag))) ;;"
  }

  private func operands(_ command: Command) -> String? {
    guard let operands = command.operands else { return nil }
    var action =
      switch operands.kind {
      case .files: "compopt -o default"
      case .words(let words): offer(words)
      }
    if let verb = command.verb {
      action = "if (( COMP_CWORD == 2 )); then \(offer([verb])); else \(action); fi"
    }
    return "    '\(command.name) '*) \(action) ;;"
  }

  private func offer(_ words: [String]) -> String {
    "COMPREPLY=($(compgen -W '\(words.joined(separator: " "))' -- \"$current\"))"
  }
}

/// Completions for zsh, to be sourced or put as `_<program>` into a folder of `fpath`.
private struct ZshCompletion {
  let program: ProgramDescription

  var script: String {
    let names = program.commands.map { "    \(quoted("\($0.name):\($0.summary)"))" }
    return """
      #compdef \(program.name)
      \(program.origin(.zsh))
      \(program.function)() {
        local -a commands=(
      \(names.joined(separator: "\n"))
        )
        if (( CURRENT == 2 )); then
          if [[ $PREFIX == -* ]]; then
            compadd -- \(program.ownOptions.map(\.name).joined(separator: " "))
          else
            _describe -t commands command commands
          fi
          return
        fi
        local command=$words[2]
        shift words
        (( CURRENT-- ))
        case $command in
      \(program.commands.map(branch).joined(separator: "\n"))
        esac
      }
      if [[ $funcstack[1] == \(program.function) ]]; then
        \(program.function) "$@"
      else
        compdef \(program.function) \(program.name)
      fi

      """
  }

  private func branch(_ command: Command) -> String {
    var specifications = command.options.map(specification)
    if let operands = command.operands {
      let action =
        switch operands.kind {
        case .files: "_files"
        case .words(let words): "(\(words.joined(separator: " ")))"
        }
      if let verb = command.verb { specifications.append("1:word:(\(verb))") }
      let first = command.verb == nil ? "1" : "2"
      let place = operands.count.upperBound > 1 ? "*" : first
      specifications.append("\(place):\(operands.name):\(action)")
    }
    let lines = specifications.map { "        \(quoted($0))" }
    return "    \(command.name)) _arguments \\\n\(lines.joined(separator: " \\\n")) ;;"
  }

  private func specification(_ option: OptionDescription) -> String {
    let summary = option.summary.replacing("[", with: "\\[").replacing("]", with: "\\]")
    let start = "\(option.isRepeatable ? "*" : "")\(option.flag)[\(summary)]"
    guard let value = option.value else { return start }
    switch value.completion {
    case .nothing: return "\(start):\(value.name): "
    case .list(let words):
      return "\(start):\(value.name):_values -s , \(value.name) \(words.joined(separator: " "))"
    case .words(let words): return "\(start):\(option.name):(\(words.joined(separator: " ")))"
    case .files: return "\(start):\(value.name):_files"
    case .folders: return "\(start):\(value.name):_files -/"
    }
  }

  private func quoted(_ text: String) -> String {
    "'" + text.replacing("'", with: "'\\''") + "'"
  }
}

/// Completions for fish.
private struct FishCompletion {
  let program: ProgramDescription

  var script: String {
    let beginning = "complete -c \(program.name)"
    let first = "\(beginning) -n __fish_use_subcommand"
    var lines = [program.origin(.fish), "\(beginning) -f"]
    lines += program.ownOptions.map { name, summary in
      "\(first) -l \(name.dropFirst(2)) -d \(quoted(summary))"
    }
    lines += program.commands.map { "\(first) -a \($0.name) -d \(quoted($0.summary))" }
    for command in program.commands {
      let seen = "__fish_seen_subcommand_from \(command.name)"
      let start = "\(beginning) -n '\(seen)'"
      lines += command.options.map { option in
        "\(start) -l \(option.name)\(value(option)) -d \(quoted(option.summary))"
      }
      if let verb = command.verb {
        let condition = "'\(seen); and not __fish_seen_subcommand_from \(verb)'"
        lines.append("\(beginning) -n \(condition) -a \(verb)")
      }
      switch command.operands?.kind {
      case nil: break
      case .files: lines.append("\(start) -F")
      case .words(let words):
        // Once one of the words stands there, nothing more is offered.
        let condition = "'\(seen); and test (count (commandline -opc)) -eq 2'"
        lines.append("\(beginning) -n \(condition) -a \(quoted(words.joined(separator: " ")))")
      }
    }
    return lines.joined(separator: "\n") + "\n"
  }

  private func value(_ option: OptionDescription) -> String {
    switch option.value?.completion {
    case nil: ""
    case .nothing: " -x"
    case .words(let words), .list(let words): " -x -a \(quoted(words.joined(separator: " ")))"
    case .files: " -r -F"
    case .folders: " -x -a '(__fish_complete_directories)'"
    }
  }

  private func quoted(_ text: String) -> String {
    "'" + text.replacing("\\", with: "\\\\").replacing("'", with: "\\'") + "'"
  }
}
