// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

/// `emonet help`: says how to use the program or one of its commands.
enum HelpCommand {
  /// The command that explains those named and itself.
  static func command(explaining names: [String]) -> Command {
    Command(
      name: "help", summary: "Show help on the program or on a command",
      operands: Command.Operands(
        valueName: "COMMAND", summary: "The command to explain", kind: .words(names + ["help"]),
        count: 0...1),
      run: run)
  }

  private static func run(_ arguments: Arguments) throws -> ExitCode {
    guard let command = Program.commands.first(where: { arguments.operands == [$0.name] }) else {
      try Terminal.shared.printResult(HelpText.program(Program.commands))
      return .success
    }
    try Terminal.shared.printResult(HelpText.command(command))
    return .success
  }
}
