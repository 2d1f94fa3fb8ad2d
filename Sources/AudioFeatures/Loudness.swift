// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

internal import Foundation

/// The loudness contour as the reference set defines it in practice.
///
/// The definition on paper is `(I / 1e-6)^0.3` with the window-weighted mean square `I`. The
/// reference's sum, however, runs over the first sample alone, and records made with it carry that;
/// the same is done here so that values stay comparable.
struct Loudness: Sendable {
  private let weight: Double

  /// Loudness for frames under this window, `[length]`.
  init(window: [Float]) {
    let sum = window.reduce(0) { $0 + Double($1) }
    weight = Double(window.first ?? 0) / sum
  }

  /// Loudness of a frame that starts with this sample.
  func value(firstSample: Float) -> Float {
    let intensity = weight * Double(firstSample) * Double(firstSample)
    return Float(pow(intensity / 1e-6, 0.3))
  }
}
