// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

/// Centred moving average of three, edges repeated.
enum MovingAverage {
  /// `(x[n - 1] + x[n] + x[n + 1]) / 3` for each `n`, `[count]` to `[count]`.
  static func smoothed(_ contour: UnsafeBufferPointer<Float>) -> [Float] {
    let count = contour.count
    return [Float](unsafeUninitializedCapacity: count) { result, initialized in
      for n in 0..<count {
        let sum = contour[max(0, n - 1)] + contour[n] + contour[min(count - 1, n + 1)]
        result[n] = sum / 3
      }
      initialized = count
    }
  }
}
