// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

import Testing

@testable import Arguments

/// What a command reads: values of the option's own type.
@Suite struct OptionTests {
  private func parse(_ words: String...) throws -> ParsedArguments {
    try MadeUpProgram.baker.parse(["--recipe", "rye"] + words, for: MadeUpProgram.bake)
  }

  @Test func valuesHaveTheOptionsType() throws {
    let arguments = try parse(
      "--shape", "long", "--seeds", "sesame,poppy", "--loaves", "2", "--heat", "180.5", "--tin",
      "t", "--note", "b", "--fast", "--note", "a")
    let recipe: String = arguments[MadeUpProgram.recipe]
    let seeds: [MadeUpProgram.Seed]? = arguments[MadeUpProgram.seeds]
    #expect(recipe == "rye")
    #expect(arguments[MadeUpProgram.shape] == .long)
    #expect(seeds == [.sesame, .poppy])
    #expect(arguments[MadeUpProgram.loaves] == 2)
    #expect(arguments[MadeUpProgram.heat] == 180.5)
    #expect(arguments[MadeUpProgram.tin] == "t")
    #expect(arguments[MadeUpProgram.notes] == ["b", "a"])
    #expect(arguments[MadeUpProgram.fast])
  }

  @Test func anOptionThatIsNotThereIsNilOrItsDefault() throws {
    let arguments = try parse()
    #expect(arguments[MadeUpProgram.shape] == .round)
    #expect(arguments[MadeUpProgram.seeds] == nil)
    #expect(arguments[MadeUpProgram.loaves] == nil)
    #expect(arguments[MadeUpProgram.heat] == 220)
    #expect(arguments[MadeUpProgram.tin] == nil)
    #expect(arguments[MadeUpProgram.notes] == [])
    #expect(!arguments[MadeUpProgram.fast])
    #expect(arguments.has(MadeUpProgram.recipe))
    #expect(!arguments.has(MadeUpProgram.shape))
  }

  @Test func theHelpTextShowsAnOptionsForm() {
    let options: [any AnyOption] = [
      MadeUpProgram.shape, MadeUpProgram.loaves, MadeUpProgram.notes, MadeUpProgram.fast,
    ]
    #expect(
      options.map(\.description.form) == [
        "--shape round|long", "--loaves N", "--note TEXT", "--fast",
      ])
  }

  @Test func aWholeNumberWithoutAnUpperEndSaysSo() {
    #expect(
      ValueForm.integer("N", in: 3...Int.max).objection(to: "2")
        == "must be a whole number of at least 3, not '2'")
  }

  @Test func aChoiceMayHaveAName() {
    #expect(ValueForm.choice(of: MadeUpProgram.Shape.self, named: "SHAPE").name == "SHAPE")
  }
}
