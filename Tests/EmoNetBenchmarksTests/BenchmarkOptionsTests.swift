// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

import Arguments
import Testing

@testable import EmoNetBenchmarks

@Suite struct BenchmarkOptionsTests {
  private func names(_ words: [String]) throws -> [String] {
    guard case .command(_, let arguments) = try BenchmarkProgram.description.request(words) else {
      return []
    }
    return try BenchmarkOptions(arguments).selected(from: Catalogue.benchmarks).map(\.name)
  }

  @Test func withoutAChoiceAllBenchmarksRunEachOnceAndEverySuiteHasOne() throws {
    let names = try names([])
    #expect(names == Catalogue.benchmarks.map(\.name))
    #expect(Set(names).count == names.count)
    #expect(Set(Catalogue.benchmarks.map(\.suite)) == Set(Suite.allCases))
  }

  @Test func suitesAddUpAndANameNarrowsThemDown() throws {
    #expect(
      try names(["--suite", "lstm", "--suite", "audio"])
        == ["lstm", "lstm-training", "functionals", "functionals-file"])
    #expect(try names(["--suite", "lstm", "--only", "lstm-t"]) == ["lstm-training"])
    #expect(try names(["--only", "functionals-file"]) == ["functionals-file"])
  }

  @Test func optionsThatAreNotThereHaveTheirDefaults() throws {
    let program = BenchmarkProgram.description
    guard case .command(_, let arguments) = try program.request(["--threads", "3"]) else { return }
    let options = BenchmarkOptions(arguments)
    #expect(options.threads == 3)
    #expect(options.rounds == 7)
    #expect(options.python == nil)
    #expect(!options.wantsJSON && !options.wantsList && !options.enforcesThresholds)
  }

  @Test(arguments: [
    (["--suite", "nothing"], "option '--suite' must be decode, detector, backbone, lstm, audio, "),
    (["--suite", "audo"], "option '--suite' must be decode, "),
    (["--suite", "audio", "--only", "lstm"], "no benchmark of these suites begins with 'lstm'"),
    (["--rounds", "0"], "option '--rounds' must be a whole number from 1 to 1000, not '0'"),
    (["--python"], "option '--python' needs a value: PATH"),
    (["--fast"], "unknown option '--fast'"),
    (["--ronds", "3"], "unknown option '--ronds'; did you mean '--rounds'?"),
    (["lstm"], "'emonet-benchmarks' takes no 'lstm'"),
  ])
  func whatCannotBeUnderstoodIsNamed(_ words: [String], _ reason: String) throws {
    let error = try #require(throws: UsageError.self) { try names(words) }
    #expect(error.reason.hasPrefix(reason))
    #expect(error.helpTopic == "emonet-benchmarks --help")
  }

  @Test func helpShowsTheOptionsAndTheExitCodes() throws {
    let help = BenchmarkProgram.description.help
    #expect(help.contains("\nusage: emonet-benchmarks [options]\n"))
    #expect(help.contains("  --only NAME        Those whose names begin with NAME; "))
    #expect(help.contains("\n  64  the command line is wrong\n"))
    #expect(help.split(separator: "\n").allSatisfy { $0.count <= 90 })
  }
}
