// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

import Testing

@testable import Arguments

@Suite struct ProgramDescriptionTests {
  private func text(_ words: String..., of program: ProgramDescription) throws -> String {
    guard case .text(let text) = try program.request(words) else { return "no text" }
    return text
  }

  @Test func theFirstWordIsTheCommand() throws {
    let request = try MadeUpProgram.baker.request(["eat", "cheese"])
    guard case .command(let command, let arguments) = request else {
      Issue.record("no command")
      return
    }
    #expect(command.name == "eat")
    #expect(arguments.operands == ["cheese"])
    #expect(try command.run(arguments) == MadeUpProgram.success)
  }

  @Test(arguments: [
    ([], "no command; there are bake, eat"), (["bakery"], "unknown command 'bakery'"),
    (["baek"], "unknown command 'baek'; did you mean 'bake'?"),
    (["--verison"], "unknown option '--verison'; did you mean '--version'?"),
  ])
  func anUnknownCommandIsNamed(_ words: [String], _ reason: String) {
    #expect(throws: UsageError(reason, "baker --help")) { try MadeUpProgram.baker.request(words) }
  }

  @Test func aProgramTellsItsVersion() throws {
    #expect(try text("--version", of: MadeUpProgram.baker) == "baker 2.1\n")
    #expect(throws: UsageError("unknown option '--version'", "toaster --help")) {
      try MadeUpProgram.toaster.request(["--version"])
    }
  }

  @Test func helpOfAProgramNamesItsCommandsAndExitCodes() throws {
    let expected = """
      baker 2.1: makes bread

      usage: baker COMMAND [options] ...

      commands:
        bake  Bake bread
        eat   Eat it

      options:
        --help     Show this help and exit
        --version  Show the version and exit

      exit codes:
        0  it was baked
        1  it was burnt

      'baker COMMAND --help' says more about a command.

      """
    #expect(try text("--help", of: MadeUpProgram.baker) == expected)
    #expect(try text("-h", of: MadeUpProgram.baker) == expected)
  }

  @Test func helpOfACommandShowsItsOptionsByTheirMainNames() throws {
    let expected = """
      Bake bread.

      usage: baker bake --recipe FILE [options] [OVEN...]

      arguments:
        OVEN  Where to bake

      options:
        --recipe FILE       What to bake
        --shape round|long  What it looks like
        --seeds NAME,...    What is on it
        --loaves N          How many
        --heat C            How hot
        --tin FOLDER        Where it's baked
        --note TEXT         What to know of it; repeatable
        --fast              Be fast
        --help              Show this help and exit

      Bread is baked until it is done.

      examples:
        baker bake --recipe rye.txt

      """
    // Nothing behind `--help` is looked at, and nothing need be complete.
    #expect(try text("bake", "--help", "--nonsense", of: MadeUpProgram.baker) == expected)
    #expect(MadeUpProgram.baker.help(on: MadeUpProgram.bake) == expected)
  }

  @Test func aProgramMayBeASingleCommand() throws {
    let expected = """
      Toast bread.

      usage: toaster [options]

      options:
        --loaves N   How many
        --note TEXT  What to know of it; repeatable
        --help       Show this help and exit

      Toast is toasted until it is brown.

      exit codes:
        0  it was baked
        1  it was burnt

      examples:
        toaster --loaves 2

      """
    #expect(try text("--count", "3", "-h", of: MadeUpProgram.toaster) == expected)
    #expect(MadeUpProgram.toaster.help == expected)
    #expect(
      throws: UsageError("unknown option '--loafs'; did you mean '--loaves'?", "toaster --help")
    ) { try MadeUpProgram.toaster.request(["--loafs", "1"]) }
    guard case .command(_, let arguments) = try MadeUpProgram.toaster.request(["--count", "1"])
    else {
      Issue.record("no command")
      return
    }
    #expect(arguments[MadeUpProgram.loaves] == 1)
  }
}
