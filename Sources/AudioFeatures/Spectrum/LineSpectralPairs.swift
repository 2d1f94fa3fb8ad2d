// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

import Foundation

/// Line spectral frequencies of a linear predictor of order 8.
///
/// The sum and difference polynomials `P(z) = A(z) + z^-9 A(1/z)` and `Q(z)`, with the minus sign,
/// have their roots on the unit circle, in turn. With the trivial ones divided out each is a Chebyshev
/// series in `x = cos w`; sign changes are sought from `x = 1` down to -1 and halved in. Steps shrink
/// towards the ends and near a zero, as in the search of the Speex codec.
enum LineSpectralPairs {
  private static let coarseStep: Float = 0.2
  private static let fineStep: Float = 0.05
  private static let bisections = 11

  /// The ascending frequencies in radians, `[8]`; those that are not found are 0.
  static func frequencies(predictor: SIMD8<Float>) -> SIMD8<Float> {
    let (sum, difference) = series(predictor: predictor)
    let (coarse, found) = search(sum, difference, step: coarseStep)
    if found == LinearPrediction.order { return coarse }
    return search(sum, difference, step: fineStep).frequencies
  }

  /// The sum and the difference polynomial without their trivial roots.
  static func series(
    predictor a: SIMD8<Float>
  ) -> (sum: ChebyshevSeries, difference: ChebyshevSeries) {
    let s1 = a[0] + a[7] - 1
    let s2 = a[1] + a[6] - s1
    let s3 = a[2] + a[5] - s2
    let s4 = a[3] + a[4] - s3
    let d1 = a[0] - a[7] + 1
    let d2 = a[1] - a[6] + d1
    let d3 = a[2] - a[5] + d2
    let d4 = a[3] - a[4] + d3
    return (
      ChebyshevSeries(c0: 2, c1: 2 * s1, c2: 2 * s2, c3: 2 * s3, c4: s4),
      ChebyshevSeries(c0: 2, c1: 2 * d1, c2: 2 * d2, c3: 2 * d3, c4: d4)
    )
  }

  /// Looks for roots of both series in turn.
  private static func search(
    _ sum: ChebyshevSeries, _ difference: ChebyshevSeries, step: Float
  ) -> (frequencies: SIMD8<Float>, found: Int) {
    var frequencies = SIMD8<Float>.zero
    var left: Float = 1
    for j in 0..<LinearPrediction.order {
      let series = j % 2 == 0 ? sum : difference
      guard let root = nextRoot(of: series, below: left, step: step) else {
        return (frequencies, j)
      }
      frequencies[j] = acos(max(-1, min(1, root)))
      left = root
    }
    return (frequencies, LinearPrediction.order)
  }

  /// The first root below `start`, or nothing down to -1.
  private static func nextRoot(
    of series: ChebyshevSeries, below start: Float, step: Float
  ) -> Float? {
    var left = start
    var leftValue = series.value(at: left)
    while left >= -1 {
      var stride = step * (1 - 0.9 * left * left)
      if abs(leftValue) < 0.2 { stride *= 0.5 }
      let right = left - stride
      let rightValue = series.value(at: right)
      if rightValue * leftValue < 0 { return bisected(series, left, leftValue, right) }
      left = right
      leftValue = rightValue
    }
    return nil
  }

  /// The last midpoint of a fixed number of halvings of `right ... left`.
  private static func bisected(
    _ series: ChebyshevSeries, _ left: Float, _ leftValue: Float, _ right: Float
  ) -> Float {
    var left = left
    var right = right
    var middle = left
    for _ in 0..<bisections {
      middle = 0.5 * (left + right)
      if series.value(at: middle) * leftValue < 0 {
        right = middle
      } else {
        left = middle
      }
    }
    return middle
  }
}

/// A Chebyshev series of order 4, `c0 T4(x) + c1 T3(x) + c2 T2(x) + c3 T1(x) + c4`.
struct ChebyshevSeries: Sendable, Equatable {
  var c0: Float
  var c1: Float
  var c2: Float
  var c3: Float
  var c4: Float

  /// Value at `x`, by Clenshaw's recurrence.
  func value(at x: Float) -> Float {
    let twice = 2 * x
    let b1 = twice * c0 + c1
    let b2 = twice * b1 - c0 + c2
    let b3 = twice * b2 - b1 + c3
    return x * b3 - b2 + c4
  }
}
