// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

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
