// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

/// Linear prediction of order 8 by the Levinson-Durbin recursion.
enum LinearPrediction {
  /// Number of coefficients.
  static let order = 8

  /// Autocorrelations of a signal at lags `0...8`.
  struct Autocorrelation {
    /// At lags `0...7`.
    var low = SIMD8<Float>.zero
    /// At lag 8.
    var high: Float = 0

    subscript(lag: Int) -> Float { lag < order ? low[lag] : high }
  }

  /// Coefficients `a[1...8]` of `A(z) = 1 + sum a[i] z^-i`; all zero where the signal is.
  ///
  /// Single precision throughout, as in the reference, whose rounding decides ill-conditioned
  /// frames.
  static func coefficients(autocorrelation r: Autocorrelation) -> SIMD8<Float> {
    var a = SIMD8<Float>.zero
    var error = r[0]
    guard error > 0 else { return a }
    for i in 0..<order {
      var sum = -r[i + 1]
      for j in 0..<i { sum -= a[j] * r[i - j] }
      let reflection = sum / error
      guard reflection.isFinite else { break }
      a[i] = reflection
      for j in 0..<i / 2 {
        let low = a[j]
        a[j] += reflection * a[i - 1 - j]
        a[i - 1 - j] += reflection * low
      }
      if i % 2 == 1 { a[i / 2] += reflection * a[i / 2] }
      error -= reflection * reflection * error
    }
    return (0..<order).allSatisfy { a[$0].isFinite } ? a : .zero
  }
}
