// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

internal import Foundation

/// From arguments to printed results and an exit code.
enum BenchmarkProgram {
  private static let failure: Int32 = 1
  private static let usage: Int32 = 64

  /// Does what the arguments ask for.
  static func run(_ arguments: [String]) -> Int32 {
    // A reference script that ended is an error to report, not the end of this process.
    signal(SIGPIPE, SIG_IGN)
    do {
      let options = try BenchmarkOptions(arguments)
      let benchmarks = try options.selected(from: Catalogue.benchmarks)
      if options.wantsHelp {
        write(BenchmarkOptions.help)
      } else if options.wantsList {
        write(list(benchmarks))
      } else {
        let context = try BenchmarkContext(options)
        // To the end: its files are used by path.
        return try withExtendedLifetime(context) {
          try run(benchmarks, in: context) ? 0 : failure
        }
      }
      return 0
    } catch let error as BenchmarkOptions.UsageError {
      complain("\(error)\n\n\(BenchmarkOptions.help)")
      return usage
    } catch {
      complain("\(error)")
      return failure
    }
  }

  /// Runs all, one after the other; whether all went as it should.
  private static func run(_ benchmarks: [Benchmark], in context: BenchmarkContext) throws -> Bool {
    let options = context.options
    let thresholds = try context.thresholds()
    let tell = options.wantsJSON ? note : write
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

  private static func write(_ text: String) {
    try? FileHandle.standardOutput.write(contentsOf: Data((text + "\n").utf8))
  }

  private static func note(_ text: String) {
    try? FileHandle.standardError.write(contentsOf: Data((text + "\n").utf8))
  }

  private static func complain(_ text: String) { note("emonet-benchmarks: " + text) }
}
