// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

internal import Foundation

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
