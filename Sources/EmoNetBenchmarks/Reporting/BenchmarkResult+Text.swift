// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

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
