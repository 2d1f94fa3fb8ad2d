// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

import Foundation

/// A recursive filter of second order, in double precision.
package struct BiquadFilter {
  private let (b0, b1, b2, a1, a2): (Double, Double, Double, Double, Double)
  private var (s1, s2) = (0.0, 0.0)

  private init(_ b: (Double, Double, Double), _ a: (Double, Double, Double)) {
    (b0, b1, b2) = (b.0 / a.0, b.1 / a.0, b.2 / a.0)
    (a1, a2) = (a.1 / a.0, a.2 / a.0)
  }

  /// Lets through what lies above `frequency`, in Hz; `quality` 0.7071 is Butterworth's.
  package static func highPass(
    _ frequency: Double, quality: Double = 0.5.squareRoot(), sampleRate: Int
  ) -> BiquadFilter {
    let k = tan(Double.pi * frequency / Double(sampleRate))
    return BiquadFilter(
      (1, -2, 1), (1 + k / quality + k * k, 2 * (k * k - 1), 1 - k / quality + k * k))
  }

  /// The second filter of ITU-R BS.1770's weighting, which lets a little more than all through.
  static func loudnessHighPass(sampleRate: Int) -> BiquadFilter {
    let (frequency, quality) = (38.13547087602444, 0.5003270373238773)
    let k = tan(Double.pi * frequency / Double(sampleRate))
    let scale = 1 + k / quality + k * k
    return BiquadFilter(
      (scale, -2 * scale, scale), (scale, 2 * (k * k - 1), 1 - k / quality + k * k))
  }

  /// Lets through what lies below `frequency`, in Hz.
  package static func lowPass(
    _ frequency: Double, quality: Double = 0.5.squareRoot(), sampleRate: Int
  ) -> BiquadFilter {
    let k = tan(Double.pi * frequency / Double(sampleRate))
    return BiquadFilter(
      (k * k, 2 * k * k, k * k),
      (1 + k / quality + k * k, 2 * (k * k - 1), 1 - k / quality + k * k))
  }

  /// Raises what lies above `frequency`, in Hz, by `gain` decibels.
  package static func highShelf(
    _ frequency: Double, gain: Double, quality: Double, sampleRate: Int
  ) -> BiquadFilter {
    let k = tan(Double.pi * frequency / Double(sampleRate))
    let high = pow(10, gain / 20)
    // Where the two halves of the shelf meet, as in ITU-R BS.1770's own coefficients.
    let middle = pow(high, 0.4996667741545416)
    return BiquadFilter(
      (
        high + middle * k / quality + k * k, 2 * (k * k - high), high - middle * k / quality + k * k
      ),
      (1 + k / quality + k * k, 2 * (k * k - 1), 1 - k / quality + k * k))
  }

  /// The next sample.
  package mutating func callAsFunction(_ sample: Double) -> Double {
    let output = b0 * sample + s1
    s1 = b1 * sample - a1 * output + s2
    s2 = b2 * sample - a2 * output
    return output
  }
}
