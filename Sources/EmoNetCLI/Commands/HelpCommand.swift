// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

import Arguments

/// `emonet help`: says how to use the program or one of its commands.
enum HelpCommand {
  /// The command that explains those named and itself.
  static func command(explaining names: [String]) -> Command {
    Command(
      name: "help", summary: "Show help on the program or on a command",
      operands: Command.Operands(
        "COMMAND", "The command to explain", .words(names + ["help"]), count: 0...1),
      run: run)
  }

  private static func run(_ arguments: ParsedArguments) throws -> ExitCode {
    let program = Program.description
    let command = program.commands.first { arguments.operands == [$0.name] }
    try Terminal.shared.printResult(command.map(program.help) ?? program.help)
    return .success
  }
}

/// `emonet completions`: writes a script that makes a shell complete emonet's command lines.
enum CompletionsCommand {
  static let command = Command(
    name: "completions", summary: "Write the completions of a shell",
    operands: Command.Operands(
      "SHELL", "bash, zsh or fish", .words(Shell.allCases.map(\.rawValue)), count: 1...1),
    discussion: [
      "The script goes to standard output. 'make install' puts the three of them into "
        + "share/emonet/completions."
    ],
    examples: [
      "emonet completions bash > ~/.local/share/bash-completion/completions/emonet",
      "emonet completions fish > ~/.config/fish/completions/emonet.fish",
    ],
    run: run)

  private static func run(_ arguments: ParsedArguments) throws -> ExitCode {
    for shell in arguments.operands.compactMap(Shell.init) {
      try Terminal.shared.printResult(shell.script(for: Program.description))
    }
    return .success
  }
}
