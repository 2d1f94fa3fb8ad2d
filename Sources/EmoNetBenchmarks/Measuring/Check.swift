// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

import Foundation
import NeuralNetwork

/// One thing that a benchmark demands of its own result.
struct Check: Sendable, Equatable {
  /// What is demanded.
  let demand: String
  /// Whether the result meets it.
  let isMet: Bool

  /// A demand and whether it is met.
  init(_ demand: String, _ isMet: Bool) {
    self.demand = demand
    self.isMet = isMet
  }

  /// Every value is finite, and not all are zero.
  static func finite(_ values: [Float], _ what: String) -> Check {
    Check(
      "\(what) finite", values.allSatisfy(\.isFinite) && values.contains { $0 != 0 })
  }

  /// The largest difference is at most `tolerance` of the largest expected magnitude.
  static func close(
    _ values: [Float], to expected: [Float], within tolerance: Double, _ what: String
  ) -> Check {
    let difference = relativeDifference(values, expected)
    return within(tolerance, difference, what)
  }

  /// A difference that was measured elsewhere is at most `tolerance`.
  static func within(_ tolerance: Double, _ difference: Double, _ what: String) -> Check {
    Check(
      "\(what) within \(scientific(tolerance)) (\(scientific(difference)))",
      difference <= tolerance)
  }

  /// max |a - b| / max |b|; infinite when the counts differ or a value is not finite.
  static func relativeDifference(_ values: [Float], _ expected: [Float]) -> Double {
    guard values.count == expected.count, values.allSatisfy(\.isFinite) else { return .infinity }
    let largest = expected.reduce(Float.leastNormalMagnitude) { max($0, abs($1)) }
    let difference = zip(values, expected).reduce(Float(0)) { max($0, abs($1.0 - $1.1)) }
    return Double(difference / largest)
  }

  private static func scientific(_ value: Double) -> String { String(format: "%.1g", value) }
}

/// How much one run of a benchmark does, so that speeds can be given in units that mean something.
struct Work: Sendable, Equatable {
  /// Amount in `unit`s.
  let amount: Double
  /// Plural noun: faces, frames, clips.
  let unit: String
}

/// A benchmark that cannot run here, which is no failure.
struct Skipped: Error {
  /// What is missing.
  let reason: String
}

/// Why a benchmark could not be carried through.
struct BenchmarkError: Error, CustomStringConvertible {
  let description: String

  /// An error for people.
  init(_ description: String) {
    self.description = description
  }
}
