// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

import Testing

@testable import Arguments

@Suite struct ArgumentParserTests {
  private let rye = ["--recipe", "rye"]

  private func parse(_ words: [String]) throws -> ParsedArguments {
    try MadeUpProgram.baker.parse(words, for: MadeUpProgram.bake)
  }

  @Test(arguments: [
    (["a", "--loaves", "3", "b"], ["loaves": ["3"]], ["a", "b"]),
    (["--loaves=3", "--fast"], ["loaves": ["3"], "fast": [""]], []),
    (["--", "--fast", "-"], [:], ["--fast", "-"]),
    (["-", "--fast"], ["fast": [""]], ["-"]),
    (["--note", "--fast", "--note=a=b"], ["note": ["--fast", "a=b"]], []),
    ([], [:], []),
  ])
  func optionsStandAnywhereBeforeTwoDashes(
    _ words: [String], _ texts: [String: [String]], _ operands: [String]
  ) throws {
    let arguments = try parse(rye + words)
    #expect(arguments.texts == texts.merging(["recipe": ["rye"]]) { old, _ in old })
    #expect(arguments.operands == operands)
  }

  @Test func whatStandsBehindAnOptionIsItsValueWhateverItLooksLike() throws {
    #expect(throws: UsageError.self) { try parse(rye + ["--loaves", "--fast"]) }
    #expect(try parse(["--recipe", "--fast"])[MadeUpProgram.recipe] == "--fast")
    #expect(try parse(["--recipe=a=b"])[MadeUpProgram.recipe] == "a=b")
  }

  @Test func anAliasIsTheSameOption() throws {
    for name in ["loaves", "count", "pieces"] {
      #expect(try parse(rye + ["--\(name)", "4"])[MadeUpProgram.loaves] == 4)
    }
    #expect(throws: UsageError("option '--count' is there twice", "baker bake --help")) {
      try parse(rye + ["--loaves", "4", "--count", "4"])
    }
  }

  @Test(arguments: [
    (["--quick"], "unknown option '--quick'"),
    (["--shap", "long"], "unknown option '--shap'; did you mean '--shape'?"),
    (["--cuont", "3"], "unknown option '--cuont'; did you mean '--loaves'?"),
    (
      ["--shape", "lnog"], "option '--shape' must be round, long, not 'lnog'; did you mean 'long'?"
    ),
    (["--shape"], "option '--shape' needs a value: round|long"),
    (["--fast=1"], "option '--fast' takes no value"),
    (["--fast", "--fast"], "option '--fast' is there twice"),
    (["--count=0"], "option '--count' must be a whole number from 1 to 9, not '0'"),
    (["--heat", "nan"], "option '--heat' must be a number from 0.5 to 300.0, not 'nan'"),
    (["--seeds", "poppy,"], "option '--seeds' must be some of poppy, sesame, linseed, not ''"),
    (["--seeds", "poppy,poppy"], "option '--seeds' names 'poppy' twice"),
    (["--tin", ""], "option '--tin' must not be empty"),
    (["a", "b", "c", "d"], "one argument too many: 'd'"),
    ([], "option '--recipe FILE' is required"),
  ])
  func whatDoesNotFitIsNamed(_ words: [String], _ reason: String) {
    let all = words.isEmpty ? [] : rye + words
    #expect(throws: UsageError(reason, "baker bake --help")) { try parse(all) }
  }

  @Test(arguments: [
    ([], "WITH is missing"), (["buter"], "unknown with 'buter'; did you mean 'butter'?"),
    (["ham", "cheese"], "one argument too many: 'cheese'"),
  ])
  func operandsAreCheckedToo(_ words: [String], _ reason: String) {
    #expect(throws: UsageError(reason, "baker eat --help")) {
      try MadeUpProgram.baker.parse(words, for: MadeUpProgram.eat)
    }
  }

  @Test func aCommandMayRefuseWhatTheParserCannotKnow() throws {
    let error = try parse(rye).refused("there is no rye")
    #expect(error.message == "there is no rye\nTry 'baker bake --help'.")
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
