// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

/// The parabola through three equally spaced points.
enum Parabola {
  /// Its extremum: distance from the middle point in steps, and its value.
  static func vertex(
    _ left: Double, _ middle: Double, _ right: Double
  ) -> (offset: Double, value: Double) {
    let curvature = left - 2 * middle + right
    guard curvature != 0 else { return (0, middle) }
    let offset = 0.5 * (left - right) / curvature
    return (offset, middle - 0.25 * (left - right) * offset)
  }
}
