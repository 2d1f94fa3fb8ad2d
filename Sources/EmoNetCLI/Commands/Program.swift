// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

import Arguments
import Files
import Foundation
import Media

/// The whole command: its version, its subcommands and how errors are told.
enum Program {
  static let version = "0.1.0"

  /// The program as data, its commands in the order of the help text.
  static let description: ProgramDescription = {
    let commands = [
      ClassifyCommand.command(load: ClipClassifier.load), ExtractCommand.command,
      EvaluateCommand.command(load: ClipClassifier.load), TrainCommand.command,
      DatasetCommand.command, FacesCommand.command,
      DoctorCommand.command(load: ClipClassifier.load, locate: ClipClassifier.locate),
      CompletionsCommand.command,
    ]
    return ProgramDescription(
      name: "emonet", version: version,
      summary: "says which of seven emotions a clip's faces and voices express",
      exitCodes: ExitCode.all,
      commands: commands + [HelpCommand.command(explaining: commands.map(\.name))])
  }()

  /// Runs the command line; reports what went wrong on standard error.
  static func run(_ words: [String]) -> ExitCode {
    Terminal.holdStandardDescriptors()
    // A reader that goes away is an error number where it is written to, not a signal anywhere.
    signal(SIGPIPE, SIG_IGN)
    Machine.endWhenInterrupted()
    do {
      if let objection = MediaLimits.objection { throw Failure(.usage, objection) }
      switch try description.request(words) {
      case .text(let text):
        try Terminal.shared.printResult(text)
        return .success
      case .command(let command, let arguments):
        if let failure = Machine.prepare() { throw failure }
        let outputs = ["output", "predictions", "report"]
        try InputFiles.refuse(
          outputs.compactMap { arguments.value(of: $0) }, among: arguments.others(than: outputs))
        return try command.run(arguments)
      }
    } catch {
      let failure = Failure(error)
      Terminal.shared.note(failure.message)
      return failure.exitCode
    }
  }
}
