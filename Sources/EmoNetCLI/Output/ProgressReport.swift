// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

internal import Foundation

/// Says on the terminal how far a batch is, how fast it goes and how long it will take.
struct ProgressReport {
  private let total: Int
  private let unit: String
  private let start = ContinuousClock.now
  private var lastShown: ContinuousClock.Instant?

  /// Progress of `total` things that are called `unit` in the plural.
  init(total: Int, unit: String) {
    self.total = total
    self.unit = unit
  }

  /// Shows that `done` of them are done; at most ten times a second.
  mutating func show(done: Int) {
    guard Terminal.shared.isWatched else { return }
    let now = ContinuousClock.now
    if let lastShown, now - lastShown < .milliseconds(100), done < total { return }
    lastShown = now
    let elapsed = (now - start) / .seconds(1)
    var text = "\(done)/\(total) \(unit)"
    if done > 0, elapsed > 0 {
      let rate = Double(done) / elapsed
      text += String(format: ", %.1f \(unit)/s", rate)
      text += ", \(Self.clock(seconds: Double(total - done) / rate)) left"
    }
    Terminal.shared.showProgress(text)
  }

  /// A length of time as `0:07`, `12:30` or `3:04:05`.
  static func clock(seconds: Double) -> String {
    let whole = Int(seconds.rounded(.up))
    let (hours, minutes, rest) = (whole / 3600, whole / 60 % 60, whole % 60)
    return hours > 0
      ? String(format: "%d:%02d:%02d", hours, minutes, rest)
      : String(format: "%d:%02d", minutes, rest)
  }
}
