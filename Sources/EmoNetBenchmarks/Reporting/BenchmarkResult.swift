// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

/// What became of one benchmark.
struct BenchmarkResult {
  enum Outcome {
    case measured(Findings)
    /// Why it cannot run here.
    case skipped(String)
    /// What went wrong.
    case failed(String)
  }

  let benchmark: Benchmark
  let outcome: Outcome
}

extension BenchmarkResult {
  /// Sets the benchmark up, times it, and looks its thresholds up; whatever goes wrong is an outcome too.
  init(_ benchmark: Benchmark, in context: BenchmarkContext, thresholds: ThresholdTable) {
    do {
      let prepared = try benchmark.prepare(context)
      let measurement = try Measurement(prepared, rounds: context.options.rounds)
      let findings = Findings(prepared, measurement) {
        thresholds.threshold(benchmark: benchmark.name, reference: $0)
      }
      self.init(benchmark: benchmark, outcome: .measured(findings))
    } catch let skipped as Skipped {
      self.init(benchmark: benchmark, outcome: .skipped(skipped.reason))
    } catch {
      self.init(benchmark: benchmark, outcome: .failed("\(error)"))
    }
  }

  /// Whether it went wrong or a check was not met.
  var hasFailed: Bool {
    switch outcome {
    case .measured(let findings): !findings.checks.allSatisfy(\.isMet)
    case .skipped: false
    case .failed: true
    }
  }

  /// The thresholds that were measured and not reached.
  var missed: [Threshold] { thresholds { $0 == false } }

  private func thresholds(_ wanted: (Bool?) -> Bool) -> [Threshold] {
    guard case .measured(let findings) = outcome else { return [] }
    return findings.references.filter { wanted($0.isMet) }.compactMap(\.threshold)
  }

  /// Those of `table` about this benchmark whose reference was not measured.
  func unmeasured(of table: ThresholdTable) -> [Threshold] {
    let measured = thresholds { $0 != nil }
    return table.thresholds.filter {
      $0.benchmark == benchmark.name && !measured.contains($0)
    }
  }
}

/// What a benchmark's rounds gave.
struct Findings {
  let work: Work
  let threads: Int
  let rounds: Int
  /// Milliseconds of one run.
  let milliseconds: Spread
  /// `work.unit`s a second.
  let perSecond: Spread
  let references: [ReferenceFindings]
  let checks: [Check]
  let notes: [String]

  /// Sums a measurement up; `threshold` gives what is demanded beside a reference of that name.
  init(
    _ prepared: PreparedBenchmark, _ measurement: Measurement,
    threshold: (_ reference: String) -> Threshold?
  ) {
    let work = prepared.work
    self.work = work
    threads = prepared.threads
    rounds = measurement.own.count
    milliseconds = Spread(measurement.own.map { $0 * 1000 })
    perSecond = Spread(measurement.own.map { work.amount / $0 })
    references = prepared.references.enumerated().map { index, reference in
      ReferenceFindings(
        name: reference.name,
        milliseconds: Spread(measurement.references[index].map { $0 * 1000 }),
        ratio: measurement.ratio(to: index), threshold: threshold(reference.name))
    }
    checks = prepared.checks
    notes = prepared.notes
  }
}

/// One reference beside the benchmark.
struct ReferenceFindings {
  let name: String
  /// Milliseconds that it takes for the work of one run.
  let milliseconds: Spread
  /// How many times as fast as it the benchmark is.
  let ratio: Spread
  let threshold: Threshold?

  /// Whether the threshold is reached; nil without one.
  var isMet: Bool? { threshold.map { $0.isMet(by: ratio) } }
}

extension BenchmarkResult {
  /// What people read: name, a line a reference, the checks.
  var text: String {
    switch outcome {
    case .measured(let findings):
      (["\(benchmark.name): \(benchmark.summary)"] + findings.lines.map { "  " + $0 })
        .joined(separator: "\n")
    case .skipped(let reason): "\(benchmark.name): skipped, \(reason)"
    case .failed(let reason): "\(benchmark.name): FAILED: \(reason)"
    }
  }
}

extension Findings {
  fileprivate var lines: [String] {
    [
      "own: \(milliseconds.description) ms, \(perSecond.description) \(work.unit)/s; "
        + "\(rounds) round\(rounds == 1 ? "" : "s"), \(threads) thread\(threads == 1 ? "" : "s")"
    ] + references.map(\.line) + notes
      + checks.map { "\($0.isMet ? "ok" : "FAILED"): \($0.demand)" }
  }
}

extension ReferenceFindings {
  fileprivate var line: String {
    let measured = "\(ratio.description) x \(name) [\(milliseconds.description) ms]"
    guard let threshold, let isMet else { return measured }
    return "\(measured) >= \(threshold.leastRatio) \(isMet ? "ok" : "MISSED")"
  }
}
