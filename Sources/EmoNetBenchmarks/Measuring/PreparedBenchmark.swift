// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

/// A benchmark that is ready to be timed.
struct PreparedBenchmark {
  /// What one run does.
  let work: Work
  /// Threads that one run, and each reference, may use.
  let threads: Int
  /// One run.
  let run: () throws -> Void
  /// What it is compared with; at least one.
  let references: [any Reference]
  /// What its result was found to be.
  let checks: [Check]
  /// What could not be compared, and why.
  var notes: [String] = []
}
