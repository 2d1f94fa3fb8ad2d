// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

import Files
import Foundation

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

/// The thresholds that the checkout commits to.
struct ThresholdTable: Sendable, Equatable, Decodable {
  /// Where the checkout keeps it.
  static let path = "experiments/benchmarks/thresholds.json"

  /// Layout of the file.
  private static let version = 1

  let version: Int
  let thresholds: [Threshold]

  /// A table that demands nothing.
  static let empty = ThresholdTable(version: version, thresholds: [])

  /// Reads the file at `path`; throws `BenchmarkError` when it is no table, or names none of `benchmarks`.
  static func read(_ path: String, benchmarks: [String]) throws -> ThresholdTable {
    let table: ThresholdTable
    do {
      table = try JSONDecoder().decode(
        Self.self, from: FileContents.read(path))
    } catch let error as FileError {
      throw BenchmarkError("\(error)")
    } catch {
      throw BenchmarkError("\(path): not a table of thresholds: \(error)")
    }
    guard table.version == version else {
      throw BenchmarkError("\(path): version \(table.version); known is \(version)")
    }
    // A threshold for a misspelled name would never be missed.
    if let unknown = table.thresholds.first(where: { !benchmarks.contains($0.benchmark) }) {
      throw BenchmarkError("\(path): there is no benchmark '\(unknown.benchmark)'")
    }
    if let odd = table.thresholds.first(where: { !($0.leastRatio > 0) }) {
      throw BenchmarkError("\(path): \(odd.benchmark): a ratio is above 0, not \(odd.leastRatio)")
    }
    return table
  }

  /// What is demanded of a benchmark beside one of its references.
  func threshold(benchmark: String, reference: String) -> Threshold? {
    thresholds.first { $0.concerns(benchmark: benchmark, reference: reference) }
  }
}
