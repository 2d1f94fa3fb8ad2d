// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

import Arguments

/// What the command line asks for.
struct BenchmarkOptions {
  private let arguments: ParsedArguments

  /// Takes the arguments of a command that has `BenchmarkOptions.all`.
  init(_ arguments: ParsedArguments) { self.arguments = arguments }

  private static let suite = Option.repeated(
    "suite", "Those of a suite: \(Suite.allCases.map(\.rawValue).joined(separator: ", "))",
    .choice(of: Suite.self, named: "NAME"))
  private static let only = Option.repeated(
    "only", "Those whose names begin with NAME; with --suite, those that fit both", .text("NAME"))
  private static let python = Option.optional(
    "python", "Interpreter with torch, and opensmile if there, to compare with", .file("PATH"))
  private static let threads = Option.optional(
    "threads", aliases: ["jobs"],
    "Threads (default: one for inference, all processors for training and whole clips)",
    .integer("N", in: 1...1000))
  private static let rounds = Option.optional(
    "rounds", "Rounds of each (default: 7)", .integer("N", in: 1...1000), default: 7)
  private static let weights = Option.optional(
    "weights", "Model for the whole clips (default: as emonet finds it)", .file("PATH"))
  private static let thresholds = Option.optional(
    "thresholds", "Least ratios (default: the checkout's \(ThresholdTable.path))", .file("PATH"))
  private static let enforce = Flag("enforce", "A ratio below its threshold is a failure")
  private static let json = Flag(
    "json", "One JSON object on standard output; the text goes to standard error")
  private static let soundDefects = Option.optional(
    "defects",
    "Instead of timing: count the clips of this list, of its validation split with picture and sound, that are judged "
      + "right with each defect of the sound", .file("LIST"))
  private static let list = Flag("list", "Name suites and benchmarks and end")

  /// The options, in the order of the help text.
  static let all: [any AnyOption] = [
    suite, only, python, threads, rounds, weights, thresholds, enforce, json, soundDefects,
    list,
  ]

  /// Suites to run; all when empty.
  var suites: [Suite] { arguments[Self.suite] }
  /// Beginnings of the names of those to run; all when empty.
  var only: [String] { arguments[Self.only] }
  /// Interpreter of the reference script.
  var python: String? { arguments[Self.python] }
  /// Threads for every benchmark; each one's own choice when nil.
  var threads: Int? { arguments[Self.threads] }
  /// Rounds of each benchmark.
  var rounds: Int { arguments[Self.rounds] }
  /// Model for the whole clips; `WeightsLocator` searches when nil.
  var weights: String? { arguments[Self.weights] }
  /// Table of thresholds; the checkout's when nil.
  var thresholds: String? { arguments[Self.thresholds] }
  /// Whether a missed threshold is a failure.
  var enforcesThresholds: Bool { arguments[Self.enforce] }
  /// The list whose clips are judged with defects of their sound; nil for timing.
  var soundDefectsList: String? { arguments[Self.soundDefects] }
  var wantsJSON: Bool { arguments[Self.json] }
  var wantsList: Bool { arguments[Self.list] }

  /// Those of `benchmarks` that are asked for; throws `UsageError` when a name fits none.
  func selected(from benchmarks: [Benchmark]) throws(UsageError) -> [Benchmark] {
    let ofSuites = benchmarks.filter { suites.isEmpty || suites.contains($0.suite) }
    if let unknown = only.first(where: { name in
      !ofSuites.contains { $0.name.hasPrefix(name) }
    }) {
      let place = suites.isEmpty ? "" : " of these suites"
      throw arguments.refused("no benchmark\(place) begins with '\(unknown)'; --list names them")
    }
    return ofSuites.filter { benchmark in
      only.isEmpty || only.contains { benchmark.name.hasPrefix($0) }
    }
  }
}
