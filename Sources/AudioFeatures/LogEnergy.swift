// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

internal import Foundation

/// Natural logarithm of energies, cut off below so that silence stays finite.
enum LogEnergy {
  /// Replaces each of `[count]` energies by `ln(max(energy, floor))`.
  static func apply(to energies: UnsafeMutablePointer<Float>, floor: Float, count: Int) {
    for i in 0..<count { energies[i] = log(max(energies[i], floor)) }
  }
}
