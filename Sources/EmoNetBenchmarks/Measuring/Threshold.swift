// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

/// How many times as fast as a reference a benchmark is to be.
struct Threshold: Sendable, Equatable, Decodable {
  /// The benchmark's name.
  let benchmark: String
  /// How the reference's name begins; the rest is its version and how it was used.
  let reference: String
  /// Least median of the ratios, above 0.
  let leastRatio: Double

  /// Whether it is about this pair.
  func concerns(benchmark: String, reference: String) -> Bool {
    self.benchmark == benchmark && reference.hasPrefix(self.reference)
  }

  /// Whether the median of what was measured reaches it.
  func isMet(by ratio: Spread) -> Bool { ratio.median >= leastRatio }
}
