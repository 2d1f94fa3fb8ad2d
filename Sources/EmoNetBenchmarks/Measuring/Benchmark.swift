// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

/// A benchmark by name, not yet set up.
struct Benchmark: Sendable {
  /// What `--suite` takes.
  let suite: Suite
  /// What `--only` takes.
  let name: String
  /// One line about what is timed.
  let summary: String
  /// Builds inputs, references and checks; throws `Skipped` where something it needs is not there.
  let prepare: @Sendable (BenchmarkContext) throws -> PreparedBenchmark
}
