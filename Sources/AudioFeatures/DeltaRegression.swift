// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

/// Slope of a contour over five frames, edges repeated.
enum DeltaRegression {
  /// `((x[n + 1] - x[n - 1]) + 2 (x[n + 2] - x[n - 2])) / 10` for each `n`, `[count]` to `[count]`.
  static func slopes(_ contour: [Float]) -> [Float] {
    let count = contour.count
    func at(_ n: Int, _ values: UnsafeBufferPointer<Float>) -> Float {
      values[min(count - 1, max(0, n))]
    }
    return contour.withUnsafeBufferPointer { x in
      [Float](unsafeUninitializedCapacity: count) { result, initialized in
        for n in 0..<count {
          let near = at(n + 1, x) - at(n - 1, x)
          let far = at(n + 2, x) - at(n - 2, x)
          result[n] = (near + 2 * far) / 10
        }
        initialized = count
      }
    }
  }
}
