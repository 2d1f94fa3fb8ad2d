// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

/// A benchmark by name, not yet set up.
struct Benchmark: Sendable {
  /// What `--only` takes.
  let name: String
  /// One line about what is timed.
  let summary: String
  /// Builds inputs, references and checks; throws `Skipped` where something it needs is not there.
  let prepare: @Sendable (BenchmarkContext) throws -> PreparedBenchmark
}

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
}

/// A benchmark that cannot run here, which is no failure.
struct Skipped: Error {
  /// What is missing.
  let reason: String
}
