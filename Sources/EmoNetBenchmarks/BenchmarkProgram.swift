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
        for benchmark in benchmarks { write("\(benchmark.name): \(benchmark.summary)") }
      } else if let clip = options.clipToJudge {
        write(try ClipJudgement.once(clip: clip, weights: options.weights))
      } else {
        return try run(benchmarks, in: BenchmarkContext(options)) ? 0 : failure
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

  /// Runs all, one after the other; whether all checks were met.
  private static func run(_ benchmarks: [Benchmark], in context: BenchmarkContext) -> Bool {
    write("Times of one run: median (least..greatest). Ratios: how many times as fast.")
    var failed: [String] = []
    for benchmark in benchmarks {
      do {
        let prepared = try benchmark.prepare(context)
        let measurement = try Measurement(prepared, rounds: context.options.rounds)
        write(
          BenchmarkReport(benchmark: benchmark, prepared: prepared, measurement: measurement).text)
        if !prepared.checks.allSatisfy(\.isMet) { failed.append(benchmark.name) }
      } catch let skipped as Skipped {
        write("\(benchmark.name): skipped, \(skipped.reason)")
      } catch {
        write("\(benchmark.name): FAILED: \(error)")
        failed.append(benchmark.name)
      }
    }
    if !failed.isEmpty { complain("failed: \(failed.joined(separator: ", "))") }
    return failed.isEmpty
  }

  private static func write(_ text: String) {
    try? FileHandle.standardOutput.write(contentsOf: Data((text + "\n").utf8))
  }

  private static func complain(_ text: String) {
    try? FileHandle.standardError.write(
      contentsOf: Data(("emonet-benchmarks: " + text + "\n").utf8))
  }
}
