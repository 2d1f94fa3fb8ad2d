// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

@testable import Arguments

/// A program that bakes, described but never run: one option of each kind.
enum MadeUpProgram {
  enum Shape: String, CaseIterable, Sendable { case round, long }
  enum Seed: String, CaseIterable, Sendable { case poppy, sesame, linseed }

  static let recipe = Option.required("recipe", "What to bake", .file("FILE"))
  static let shape = Option.optional("shape", "What it looks like", .choice(), default: Shape.round)
  static let seeds = Option.optional("seeds", "What is on it", .choices("NAME,...", of: Seed.self))
  static let loaves = Option.optional(
    "loaves", aliases: ["count", "pieces"], "How many", .integer("N", in: 1...9))
  static let heat = Option.optional("heat", "How hot", .number("C", in: 0.5...300), default: 220)
  static let tin = Option.optional("tin", "Where it's baked", .folder("FOLDER"))
  static let notes = Option.repeated("note", "What to know of it", .text("TEXT"))
  static let fast = Flag("fast", "Be fast")

  static let success = ExitCode(0, "it was baked")
  static let burnt = ExitCode(1, "it was burnt")

  static let bake = Command(
    name: "bake", summary: "Bake bread",
    operands: .init("OVEN", "Where to bake", .files, count: 0...3),
    options: [recipe, shape, seeds, loaves, heat, tin, notes, fast],
    discussion: ["Bread is baked until it is done."], examples: ["baker bake --recipe rye.txt"],
    run: { _ in success })
  static let eat = Command(
    name: "eat", summary: "Eat it",
    operands: .init("WITH", "What with", .words(["butter", "cheese"]), count: 1...1),
    run: { _ in success })

  /// Two commands and no command `help`.
  static let baker = ProgramDescription(
    name: "baker", version: "2.1", summary: "makes bread", exitCodes: [success, burnt],
    commands: [bake, eat])
  /// A program that is one command.
  static let toaster = ProgramDescription(
    exitCodes: [success, burnt],
    command: Command(
      name: "toaster", summary: "Toast bread", options: [loaves, notes],
      discussion: ["Toast is toasted until it is brown."], examples: ["toaster --loaves 2"],
      run: { _ in burnt }))
}
