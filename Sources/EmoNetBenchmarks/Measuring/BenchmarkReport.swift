// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

/// What people read about one benchmark.
struct BenchmarkReport {
  let benchmark: Benchmark
  let prepared: PreparedBenchmark
  let measurement: Measurement

  /// Name, a line a reference, and the checks.
  var text: String {
    let amount = prepared.work.amount
    let own = Spread(measurement.own.map { $0 * 1000 })
    let speed = Spread(measurement.own.map { amount / $0 })
    var lines = [
      "\(benchmark.name): \(benchmark.summary)",
      "  own: \(own.description) ms, \(speed.description) \(prepared.work.unit)/s; "
        + "\(measurement.own.count) rounds, \(prepared.threads) thread"
        + (prepared.threads == 1 ? "" : "s"),
    ]
    for (index, reference) in prepared.references.enumerated() {
      let other = Spread(measurement.references[index].map { $0 * 1000 })
      lines.append(
        "  \(measurement.ratio(to: index).description) x \(reference.name) "
          + "[\(other.description) ms]")
    }
    lines += prepared.checks.map { "  \($0.isMet ? "ok" : "FAILED"): \($0.demand)" }
    return lines.joined(separator: "\n")
  }
}
