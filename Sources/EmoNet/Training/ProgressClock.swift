// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

/// Estimates how long a loop still takes from the time it took so far.
struct ProgressClock {
  let total: Int
  private let start = ContinuousClock.now

  /// A clock for `total` equal pieces of work, started now.
  init(total: Int) { self.total = total }

  /// Estimated seconds until all pieces are done; `nil` before the first.
  func remaining(done: Int) -> Double? {
    guard done > 0 else { return nil }
    let elapsed = (ContinuousClock.now - start) / .seconds(1)
    return elapsed / Double(done) * Double(max(total - done, 0))
  }
}
