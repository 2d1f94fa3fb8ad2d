// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

import Arguments
import EmoNet
import Files
import Foundation

/// From arguments to printed results and an exit code.
enum BenchmarkProgram {
  static let description = ProgramDescription(
    exitCodes: [.success, .failure, .usage],
    command: Command(
      name: "emonet-benchmarks",
      summary: "Time emonet against named references, in alternating rounds, and check the results",
      options: BenchmarkOptions.all,
      discussion: [
        "Run it in a checkout: the sample clip and the thresholds are looked for there."
      ],
      examples: [
        "emonet-benchmarks --suite backbone --suite lstm --python /usr/bin/python3",
        "emonet-benchmarks --only classify-cold --rounds 21 --json",
      ],
      run: { try run(BenchmarkOptions($0)) }))

  /// Does what the words behind the program's name ask for.
  static func run(_ words: [String]) -> ExitCode {
    // A reference script that ended is an error to report, not the end of this process.
    signal(SIGPIPE, SIG_IGN)
    do {
      switch try description.request(words) {
      case .text(let text):
        write(text, terminator: "")
        return .success
      case .command(let command, let arguments): return try command.run(arguments)
      }
    } catch let error as UsageError {
      complain(error.message)
      return .usage
    } catch {
      complain("\(error)")
      return .failure
    }
  }

  private static func run(_ options: BenchmarkOptions) throws -> ExitCode {
    let benchmarks = try options.selected(from: Catalogue.benchmarks)
    if options.wantsList {
      write(list(benchmarks))
      return .success
    }
    if let path = options.soundDefectsList {
      try countDefects(path, options)
      return .success
    }
    let context = try BenchmarkContext(options)
    // To the end: its files are used by path.
    return try withExtendedLifetime(context) {
      try run(benchmarks, in: context) ? .success : .failure
    }
  }

  private static func countDefects(_ path: String, _ options: BenchmarkOptions) throws {
    let clips = try ClipList.read(path).filter(split: "validation").entries.filter {
      $0.modality == .audioVisual
    }
    let weights = try WeightsLocator.locate(flag: options.weights)
    let defects = SoundDefects(
      classifier: try Classifier(weights: weights), clips: clips, threads: options.threads ?? 2)
    write("\(clips.count) clips: right answers, and answers as without a defect")
    try defects.run { name, right, same in write("\(right)\t\(same)\t\(name)") }
  }

  /// Runs all, one after the other; whether all went as it should.
  private static func run(_ benchmarks: [Benchmark], in context: BenchmarkContext) throws -> Bool {
    let options = context.options
    let thresholds = try context.thresholds(of: Catalogue.benchmarks.map(\.name))
    let tell = options.wantsJSON ? note : { write($0) }
    let date = Date()
    tell("Times of one run: median (least..greatest). Ratios: how many times as fast.")
    let results = benchmarks.map { benchmark in
      let result = BenchmarkResult(benchmark, in: context, thresholds: thresholds)
      tell(result.text)
      return result
    }
    if options.wantsJSON {
      let record = BenchmarkRecord(
        date: date, machine: .current, program: try context.program?.version(), options: options,
        results: results)
      write(try record.json.text(indented: true))
    }
    let failed = results.filter(\.hasFailed).map(\.benchmark.name)
    if !failed.isEmpty { complain("failed: \(failed.joined(separator: ", "))") }
    let missed = results.flatMap(\.missed)
    if !missed.isEmpty { complain("thresholds missed: \(text(missed))") }
    let unmeasured = results.flatMap { $0.unmeasured(of: thresholds) }
    if options.enforcesThresholds, !unmeasured.isEmpty {
      complain("thresholds not measured: \(text(unmeasured))")
    }
    return failed.isEmpty && (missed.isEmpty || !options.enforcesThresholds)
  }

  /// Suites, each with its benchmarks.
  private static func list(_ benchmarks: [Benchmark]) -> String {
    Suite.allCases.flatMap { suite in
      let members = benchmarks.filter { $0.suite == suite }
      return members.isEmpty
        ? [] : [suite.rawValue] + members.map { "  \($0.name): \($0.summary)" }
    }.joined(separator: "\n")
  }

  private static func text(_ thresholds: [Threshold]) -> String {
    thresholds.map { "\($0.benchmark) >= \($0.leastRatio) x \($0.reference)" }
      .joined(separator: ", ")
  }

  private static func write(_ text: String, terminator: String = "\n") {
    _ = FilePieces.write(Array((text + terminator).utf8), to: STDOUT_FILENO)
  }

  private static func note(_ text: String) {
    _ = FilePieces.write(Array((text + "\n").utf8), to: STDERR_FILENO)
  }

  private static func complain(_ text: String) { note("emonet-benchmarks: " + text) }
}

extension ExitCode {
  static let success = ExitCode(0, "everything was done")
  static let failure = ExitCode(
    1, "a check or a benchmark failed, or with --enforce a threshold was missed")
  static let usage = ExitCode(64, "the command line is wrong")
}

/// All benchmarks, suite by suite, in the order in which they run.
enum Catalogue {
  static var benchmarks: [Benchmark] {
    [FrameDecoding.benchmark, FaceDetection.benchmark, FacesOfClip.benchmark]
      + backbone
      + [RecurrentInference.benchmark, RecurrentTraining.benchmark]
      + [SoundFunctionals.benchmark, SoundFileFunctionals.benchmark]
      + ClipForm.allCases.map(ColdClassification.benchmark)
      + [BatchClassification.benchmark, WarmClassification.benchmark]
      + [BackboneTraining.benchmark(.float32), BackboneTraining.benchmark(.bfloat16)]
  }

  private static var backbone: [Benchmark] {
    [BackboneForm.float32, .bfloat16].flatMap { form in
      [1, 16, 64].map { BackboneInference.benchmark(batch: $0, form: form) }
    }
  }
}
