// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

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
