// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

import CLAPACKE

/// A covariance drawn towards a multiple of the identity, so that it can be inverted.
///
/// Ledoit and Wolf, "A well-conditioned estimator for large-dimensional covariance matrices", 2004.
struct LedoitWolfCovariance {
  /// The covariance, `[width, width]`, row-major; only the upper triangle and the diagonal are set.
  let upper: [Double]
  /// How far it was drawn, in [0, 1].
  let shrinkage: Double

  /// Estimates the covariance of rows `[count, width]` about their weighted mean.
  ///
  /// `weights` `[count]` sum to one. With equal weights both kinds of shrinkage agree with scikit-learn
  /// (`shrinkage="auto"` standardises first, a fixed share does not).
  init(
    _ rows: [Double], width: Int, weights: [Double],
    shrinkage kind: LinearDiscriminantOptions.Shrinkage, using algebra: LinearAlgebra
  ) {
    let count = weights.count
    precondition(rows.count == count * width, "\(rows.count) values are not [\(count), \(width)]")
    var rows = rows
    let scale = Self.centre(
      &rows, width: width, weights: weights, standardizing: kind == .ledoitWolf)

    // |x_i|^4, weighted twice: the sum that says how uncertain the covariance is.
    var fourthMoment = 0.0
    for row in 0..<count {
      let weight = weights[row]
      let root = weight.squareRoot()
      var norm = 0.0
      for index in row * width..<(row + 1) * width {
        norm += rows[index] * rows[index]
        rows[index] *= root
      }
      fourthMoment += weight * weight * norm * norm
    }
    var covariance = [Double](repeating: 0, count: width * width)
    algebra.dsyrk(
      CblasRowMajor, CblasUpper, CblasTrans, Int32(width), Int32(count), 1, rows, Int32(width), 0,
      &covariance, Int32(width))

    var trace = 0.0
    var squares = 0.0
    for row in 0..<width {
      let diagonal = covariance[row * width + row]
      trace += diagonal
      squares += diagonal * diagonal
      for column in row + 1..<max(width, row + 1) {
        squares += 2 * covariance[row * width + column] * covariance[row * width + column]
      }
    }
    let target = trace / Double(width)
    switch kind {
    case .fixed(let share): shrinkage = share
    case .ledoitWolf:
      // b2 = sum_i w_i^2 |x_i x_i' - S|^2, d2 = |S - mu I|^2; exact for equal weights.
      let concentration = weights.reduce(0) { $0 + $1 * $1 }
      let uncertainty = max(0, fourthMoment - concentration * squares)
      let distance = squares - 2 * target * trace + Double(width) * target * target
      shrinkage = uncertainty == 0 ? 0 : distance > uncertainty ? uncertainty / distance : 1
    }
    for row in 0..<width {
      for column in row..<width {
        let index = row * width + column
        var value = (1 - shrinkage) * covariance[index]
        if row == column { value += shrinkage * target }
        covariance[index] = value * scale[row] * scale[column]
      }
    }
    upper = covariance
  }

  /// Takes the weighted mean from each column and, where asked, divides by its deviation.
  ///
  /// Returns what each column was divided by, `[width]`: 1 for a column without variance.
  private static func centre(
    _ rows: inout [Double], width: Int, weights: [Double], standardizing: Bool
  ) -> [Double] {
    var mean = [Double](repeating: 0, count: width)
    for (row, weight) in weights.enumerated() {
      for column in 0..<width { mean[column] += weight * rows[row * width + column] }
    }
    var variance = [Double](repeating: 0, count: width)
    for (row, weight) in weights.enumerated() {
      for column in 0..<width {
        let deviation = rows[row * width + column] - mean[column]
        rows[row * width + column] = deviation
        variance[column] += weight * deviation * deviation
      }
    }
    guard standardizing else { return [Double](repeating: 1, count: width) }
    let scale = (0..<width).map { column in
      // What rounding alone may leave of a constant column.
      let rounding = Double(weights.count) * abs(mean[column]) * Double.ulpOfOne
      return variance[column] > rounding * rounding ? variance[column].squareRoot() : 1
    }
    for row in 0..<weights.count {
      for column in 0..<width { rows[row * width + column] /= scale[column] }
    }
    return scale
  }
}
