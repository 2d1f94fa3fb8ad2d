// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

internal import Foundation

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
