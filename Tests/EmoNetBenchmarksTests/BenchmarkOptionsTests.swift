// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

import Testing

@testable import EmoNetBenchmarks

@Suite("What is run")
struct BenchmarkOptionsTests {
  private func names(_ arguments: [String]) throws -> [String] {
    try BenchmarkOptions(arguments).selected(from: Catalogue.benchmarks).map(\.name)
  }

  @Test("without a choice, all benchmarks, each name once and every suite with one")
  func all() throws {
    let names = try names([])
    #expect(names == Catalogue.benchmarks.map(\.name))
    #expect(Set(names).count == names.count)
    #expect(Set(Catalogue.benchmarks.map(\.suite)) == Set(Suite.allCases))
  }

  @Test("suites add up, and a name narrows them down")
  func choice() throws {
    #expect(
      try names(["--suite", "lstm", "--suite", "audio"])
        == ["lstm", "lstm-training", "functionals", "functionals-file"])
    #expect(try names(["--suite", "lstm", "--only", "lstm-t"]) == ["lstm-training"])
    #expect(try names(["--only", "functionals-file"]) == ["functionals-file"])
  }

  @Test(
    "what cannot be understood is named",
    arguments: [
      (["--suite", "nothing"], "there is no suite 'nothing'"),
      (["--suite", "audio", "--only", "lstm"], "no benchmark of these suites begins with 'lstm'"),
      (["--rounds", "0"], "--rounds takes a count from 1 to 1000, not '0'"),
      (["--python"], "--python needs a value"),
      (["--fast"], "unknown option '--fast'"),
    ])
  func refused(arguments: [String], reason: String) throws {
    let error = try #require(throws: BenchmarkOptions.UsageError.self) {
      try names(arguments)
    }
    #expect(error.description.hasPrefix(reason))
  }
}
