// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

/// The rule for sounds that are too short to have contours.
///
/// The functionals look at whole 60 ms frames and leave three of them out, so anything under 90 ms
/// has none. A sound under 100 ms (1600 samples at 16 kHz) is therefore repeated from its start
/// until it has that length; an empty one becomes silence.
enum ShortSound {
  /// Shortest sound that is used as it is, in samples: 100 ms, rounded up.
  static func minimumCount(sampleRate: Int) -> Int { (sampleRate + 9) / 10 }

  /// The samples, `[n]`, repeated up to the minimum when there are fewer.
  ///
  /// `count` raises the minimum for whoever looks at longer frames.
  static func lengthened(
    _ values: [Int16], sampleRate: Int, atLeast count: Int = 0
  ) -> (values: [Int16], wasPadded: Bool) {
    let minimum = max(count, minimumCount(sampleRate: sampleRate))
    guard values.count < minimum else { return (values, false) }
    guard !values.isEmpty else { return ([Int16](repeating: 0, count: minimum), true) }
    return ((0..<minimum).map { values[$0 % values.count] }, true)
  }
}
