// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

/// Something that does the same work and that a benchmark is compared with.
protocol Reference {
  /// What it is, with its version where it has one.
  var name: String { get }
  /// Share of the benchmark's work that one iteration does; times are divided by it.
  var scale: Double { get }
  /// Seconds that `iterations` runs take.
  func seconds(iterations: Int) throws -> Double
}

extension Reference {
  var scale: Double { 1 }
}
