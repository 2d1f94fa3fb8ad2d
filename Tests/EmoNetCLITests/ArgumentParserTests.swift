// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

import Testing

@testable import EmoNetCLI

@Suite struct ArgumentParserTests {
  private let command = Command(
    name: "try", summary: "Try",
    operands: .init(valueName: "FILE", summary: "A file", kind: .files, count: 0...3),
    options: [
      OptionDescription("fast", "Be fast"),
      OptionDescription("count", "How many", .integer(valueName: "N", range: 1...9)),
    ],
    run: { _ in .success })

  @Test(arguments: [
    (["a", "--count", "3", "b"], ["count": "3"], ["a", "b"]),
    (["--count=3", "--fast"], ["count": "3", "fast": ""], []),
    (["--", "--fast", "-"], [:], ["--fast", "-"]),
    (["-", "--fast"], ["fast": ""], ["-"]),
    ([], [:], []),
  ])
  func optionsStandAnywhereBeforeTwoDashes(
    _ words: [String], _ values: [String: String], _ operands: [String]
  ) throws {
    #expect(
      try ArgumentParser.parse(words, for: command) == Arguments(values: values, operands: operands)
    )
  }

  @Test func whatStandsBehindAnOptionIsItsValueWhateverItLooksLike() throws {
    #expect(throws: UsageError.self) {
      try ArgumentParser.parse(["--count", "--fast"], for: command)
    }
  }

  @Test(arguments: [
    ("", "", 0), ("abc", "abc", 0), ("abc", "", 3), ("kitten", "sitting", 3), ("hlep", "help", 1),
    ("ca", "abc", 3),
  ])
  func distanceCountsEdits(_ left: String, _ right: String, _ distance: Int) {
    #expect(Suggestion.distance(left, right) == distance)
    #expect(Suggestion.distance(right, left) == distance)
  }

  @Test func aWordThatIsLikeNothingGetsNoSuggestion() {
    #expect(Suggestion.closest(to: "xyz", among: ["classify", "train"]) == nil)
    #expect(Suggestion.closest(to: "class", among: ["classify", "train"]) == "classify")
    #expect(Suggestion.closest(to: "x", among: []) == nil)
  }
}
