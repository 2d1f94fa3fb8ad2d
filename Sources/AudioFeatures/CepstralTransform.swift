// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

internal import Foundation

/// Log mel energies to liftered cepstral coefficients, by the discrete cosine transform.
///
/// `c[i] = (1 + L / 2 sin(pi i / L)) sqrt(2 / B) sum_b ln E[b] cos(pi i (b + 1/2) / B)`, `L = 22`
/// unless told otherwise. The zeroth coefficient gets no scaling of its own.
struct CepstralTransform: Sendable {
  /// Number of coefficients.
  let coefficientCount: Int
  /// Number of bands.
  let bandCount: Int
  /// `[coefficients, bands]`, row-major.
  private let matrix: [Float]

  /// Parameter of the lifter that evens out the coefficients' sizes.
  static let lifter = 22.0

  /// A transform; `lifter` is `L`, and 0 leaves the coefficients as they are.
  init(coefficientCount: Int, bandCount: Int, lifter: Double = Self.lifter) {
    self.coefficientCount = coefficientCount
    self.bandCount = bandCount
    let bands = Double(bandCount)
    matrix = (0..<coefficientCount).flatMap { i in
      let lift = lifter > 0 ? 1 + lifter / 2 * sin(.pi * Double(i) / lifter) : 1
      return (0..<bandCount).map { b in
        Float(lift * sqrt(2 / bands) * cos(.pi * Double(i) * (Double(b) + 0.5) / bands))
      }
    }
  }

  /// Coefficients, `[coefficients]`, of log energies, `[bands]`.
  func apply(to logEnergies: UnsafePointer<Float>, into result: UnsafeMutablePointer<Float>) {
    matrix.withUnsafeBufferPointer { matrix in
      guard let base = matrix.baseAddress else { return }
      for i in 0..<coefficientCount {
        result[i] = VectorMath.dot(base + i * bandCount, logEnergies, count: bandCount)
      }
    }
  }
}
