// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

internal import EmoNet
internal import Foundation

/// The whole command: its version, its subcommands and how errors become exit codes.
enum Program {
  static let version = "0.1.0"

  /// The subcommands in the order of the help text.
  static let commands: [Command] = {
    let commands = [
      ClassifyCommand.command(load: ClipClassifier.load),
      ExtractCommand.command,
      EvaluateCommand.command(load: ClipClassifier.load), TrainCommand.command,
      DoctorCommand.command(load: ClipClassifier.load, locate: ClipClassifier.locate),
      CompletionsCommand.command,
    ]
    return commands + [HelpCommand.command(explaining: commands.map(\.name))]
  }()

  /// Runs the command line; reports what went wrong on standard error.
  static func run(_ words: [String]) -> ExitCode {
    // A reader that goes away is an error number where it is written to, not a signal anywhere.
    signal(SIGPIPE, SIG_IGN)
    do {
      return try dispatch(words)
    } catch let error as UsageError {
      Terminal.shared.printDiagnostic(error.text)
      return .usage
    } catch let error as Failure {
      Terminal.shared.note(error.message)
      return error.exitCode
    } catch let error as ClipListError {
      Terminal.shared.note(error.description)
      return error.kind == .unreadable ? .noInput : .badData
    } catch {
      Terminal.shared.note("\(error)")
      return .internalError
    }
  }

  private static func dispatch(_ words: [String]) throws -> ExitCode {
    switch words.first {
    case nil:
      throw UsageError(
        reason: "no command; there are \(names.joined(separator: ", "))", command: nil)
    case "--help", "-h":
      try Terminal.shared.printResult(HelpText.program(commands))
      return .success
    case "--version":
      try Terminal.shared.printResult("emonet \(version)\n")
      return .success
    case let name?:
      guard let command = commands.first(where: { $0.name == name }) else {
        let kind = name.hasPrefix("-") ? "option" : "command"
        let known = name.hasPrefix("-") ? ["--help", "--version"] : names
        throw UsageError(
          reason: "unknown \(kind) '\(name)'" + Suggestion.phrase(for: name, among: known),
          command: nil)
      }
      let arguments = try ArgumentParser.parse(Array(words.dropFirst()), for: command)
      guard !arguments.has(Command.help) else {
        try Terminal.shared.printResult(HelpText.command(command))
        return .success
      }
      return try command.run(arguments)
    }
  }

  private static var names: [String] { commands.map(\.name) }
}
