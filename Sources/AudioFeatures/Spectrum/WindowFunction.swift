// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

import Foundation

/// Windows that fade a frame's ends.
enum WindowFunction {
  /// `0.54 - 0.46 cos(2 pi i / (N - 1))`, `[length]`.
  static func hamming(length: Int) -> [Float] {
    let last = Double(max(1, length - 1))
    return (0..<length).map { Float(0.54 - 0.46 * cos(2 * .pi * Double($0) / last)) }
  }

  /// `exp(-((i - m) / (deviation m))^2 / 2)` with the middle `m = (N - 1) / 2`, `[length]`.
  static func gaussian(length: Int, deviation: Double) -> [Float] {
    let middle = Double(length - 1) / 2
    return (0..<length).map {
      let distance = (Double($0) - middle) / (deviation * middle)
      return Float(exp(-0.5 * distance * distance))
    }
  }
}

/// First difference that lifts the high frequencies, within one frame.
///
/// `y[n] = x[n] - 0.97 x[n - 1]` unless told otherwise, and `y[0] = 0.03 x[0]`: the sample before the
/// frame counts as equal to its first.
enum PreEmphasis {
  /// Share of the previous sample that is taken off.
  static let coefficient: Float = 0.97

  /// Writes `result[n] = (x[n] - c x[n - 1]) * window[n]`, all `[count]`, with the coefficient `c`.
  static func apply(
    to frame: UnsafePointer<Float>, window: UnsafePointer<Float>,
    into result: UnsafeMutablePointer<Float>, count: Int, coefficient: Float = Self.coefficient
  ) {
    guard count > 0 else { return }
    result[0] = (1 - coefficient) * frame[0] * window[0]
    var n = 1
    let width = VectorMath.width
    while n + width <= count {
      let difference = VectorMath.load(frame + n) - coefficient * VectorMath.load(frame + n - 1)
      VectorMath.store(difference * VectorMath.load(window + n), result + n)
      n += width
    }
    while n < count {
      result[n] = (frame[n] - coefficient * frame[n - 1]) * window[n]
      n += 1
    }
  }
}
