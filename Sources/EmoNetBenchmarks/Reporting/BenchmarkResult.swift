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
