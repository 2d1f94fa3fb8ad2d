// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

import Testing

@testable import EmoNetCLI

@Suite struct HelpTests {
  @Test func versionIsOneLine() throws {
    #expect(try EmoNetProcess.run(["--version"]) == Ran(output: "emonet 0.1.0\n"))
  }

  @Test(arguments: [["--help"], ["-h"], ["help"]])
  func programHelpNamesCommandsAndExitCodes(_ arguments: [String]) throws {
    let text = """
      emonet 0.1.0: says which of seven emotions a clip's faces and voices express

      usage: emonet COMMAND [options] ...

      commands:
        classify     Say which of the seven emotions clips express
        extract      Write features of clips into tables
        evaluate     Say how well a model does on a labelled list of clips
        train        Train a model on a labelled list of clips
        dataset      Make a clip list of a data set as it comes
        faces        Make pictures of faces into a set that training reads
        doctor       Say whether everything is there that emonet needs
        completions  Write the completions of a shell
        help         Show help on the program or on a command

      options:
        --help     Show this help and exit
        --version  Show the version and exit

      exit codes:
        0    everything was done
        1    some clips failed, the others were done; or doctor found something missing
        64   the command line is wrong
        65   an input is damaged or says something wrong: clip, list, weights, configuration
        66   an input is missing or cannot be opened
        70   a mistake in emonet itself
        71   the system does not grant enough memory or open files
        74   the output cannot be written
        130  it was interrupted

      'emonet help COMMAND' says more about a command.

      """
    #expect(try EmoNetProcess.run(arguments) == Ran(output: text))
  }

  @Test func commandHelpShowsUsageOptionsAndExamples() throws {
    let text = """
      Say whether everything is there that emonet needs.

      usage: emonet doctor [options]

      options:
        --weights FILE  The weight file (default: EMONET_WEIGHTS, then the one beside the
                        program, in share/emonet or in Weights)
        --help          Show this help and exit

      One line for each thing that is looked at. The exit code is 1 when something is missing.
      Where a file SHA256SUMS stands beside the weights, their checksum is compared with it.

      examples:
        emonet doctor

      """
    #expect(try EmoNetProcess.run(["help", "doctor"]) == Ran(output: text))
  }

  @Test(arguments: Program.description.commandNames)
  func helpOfACommandIsTheSameByOptionAndByCommand(_ name: String) throws {
    let byCommand = try EmoNetProcess.run(["help", name])
    #expect(byCommand.exitCode == 0)
    #expect(byCommand.errors == "")
    #expect(try EmoNetProcess.run([name, "--help"]) == byCommand)
    // Nothing else is checked once help is asked for.
    #expect(try EmoNetProcess.run([name, "-h", "--nonsense"]) == byCommand)
  }

  @Test(arguments: Program.description.commandNames)
  func helpFitsIntoNinetyColumns(_ name: String) throws {
    let lines = try EmoNetProcess.run(["help", name]).output.split(separator: "\n")
    #expect(lines.filter { $0.count > 90 && !$0.contains("emonet ") } == [])
  }
}
