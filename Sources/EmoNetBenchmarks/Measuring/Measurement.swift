// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

import Foundation

/// Times of a benchmark and its references over alternating rounds.
struct Measurement {
  /// Seconds of one run, a value a round.
  let own: [Double]
  /// Seconds of one reference run, by reference, then by round.
  let references: [[Double]]

  /// How many times as fast as a reference, from each round's pair of times.
  func ratio(to reference: Int) -> Spread {
    Spread(zip(references[reference], own).map { $0 / $1 })
  }
}

/// Median and range of what several rounds gave.
struct Spread: Sendable, Equatable {
  let median: Double
  let least: Double
  let greatest: Double

  /// Of at least one value.
  init(_ values: [Double]) {
    precondition(!values.isEmpty, "no rounds, no median")
    let sorted = values.sorted()
    let middle = sorted.count / 2
    median = sorted.count % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2
    least = sorted[0]
    greatest = sorted[sorted.count - 1]
  }

  /// `median (least..greatest)` with three significant digits.
  var description: String {
    "\(Self.text(median)) (\(Self.text(least))..\(Self.text(greatest)))"
  }

  /// Three significant digits, all digits before the point.
  static func text(_ value: Double) -> String {
    guard value.isFinite, value != 0 else { return "\(value)" }
    let digits = max(0, 2 - Int(log10(abs(value)).rounded(.down)))
    return String(format: "%.\(digits)f", value)
  }
}

/// Wall-clock time.
enum Clock {
  /// Seconds that `body` takes.
  static func seconds(_ body: () throws -> Void) rethrows -> Double {
    let elapsed = try ContinuousClock().measure(body)
    let (seconds, attoseconds) = elapsed.components
    return Double(seconds) + Double(attoseconds) * 1e-18
  }

  /// Does nothing for a while.
  static func sleep(_ duration: Duration) {
    Thread.sleep(forTimeInterval: duration / .seconds(1))
  }
}
