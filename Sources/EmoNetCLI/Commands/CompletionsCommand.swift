// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

/// `emonet completions`: writes a script that makes a shell complete emonet's command lines.
enum CompletionsCommand {
  static let command = Command(
    name: "completions", summary: "Write the completions of a shell",
    operands: Command.Operands(
      valueName: "SHELL", summary: "bash, zsh or fish",
      kind: .words(Shell.allCases.map(\.rawValue)), count: 1...1),
    discussion: [
      "The script goes to standard output. 'make install' puts the three of them into "
        + "share/emonet/completions."
    ],
    examples: [
      "emonet completions bash > ~/.local/share/bash-completion/completions/emonet",
      "emonet completions fish > ~/.config/fish/completions/emonet.fish",
    ],
    run: run)

  private static func run(_ arguments: Arguments) throws -> ExitCode {
    guard let shell = arguments.operands.first.flatMap(Shell.init) else {
      throw UsageError(reason: "SHELL is missing", command: command.name)
    }
    try Terminal.shared.printResult(shell.script(for: Program.commands))
    return .success
  }
}
