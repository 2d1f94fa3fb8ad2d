// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

import CLAPACKE
import NeuralNetwork

/// A rotation (or reflection) that brings one set of points as near to another as it can.
struct OrthogonalAlignment {
  /// The matrix R, `[count, count]`, row-major; a row x becomes x R.
  private let matrix: [Double]
  private let count: Int

  /// The R that minimises |A R - B| over orthogonal matrices: U V' of the SVD of A' B.
  ///
  /// Both sets are `[n, count]`, row by row the same points.
  static func rotation(from: Tensor, to: Tensor) throws -> Self {
    precondition(from.shape == to.shape, "points \(from.shape) against \(to.shape)")
    let (rows, count) = (from.shape[0], from.shape[1])
    var product = [Double](repeating: 0, count: count * count)
    for row in 0..<rows {
      for left in 0..<count {
        let value = Double(from[row * count + left])
        for right in 0..<count {
          product[left * count + right] += value * Double(to[row * count + right])
        }
      }
    }
    var singular = [Double](repeating: 0, count: count)
    var left = [Double](repeating: 0, count: count * count)
    var right = [Double](repeating: 0, count: count * count)
    let order = Int32(count)
    let code = try LinearAlgebra.loaded().dgesdd(
      LAPACK_ROW_MAJOR, 65 /* 'A' */, order, order, &product, order, &singular, &left, order,
      &right, order)
    guard code == 0 else {
      throw TrainingError(reason: "the discriminants of a fold cannot be aligned (dgesdd \(code))")
    }
    var matrix = [Double](repeating: 0, count: count * count)
    for row in 0..<count {
      for column in 0..<count {
        for inner in 0..<count {
          matrix[row * count + column] +=
            left[row * count + inner] * right[inner * count + column]
        }
      }
    }
    return Self(matrix: matrix, count: count)
  }

  /// Points `[n, count]`, turned.
  func apply(to points: Tensor) -> Tensor {
    var result = Tensor(shape: points.shape)
    for row in 0..<points.shape[0] {
      for column in 0..<count {
        var sum = 0.0
        for inner in 0..<count {
          sum += Double(points[row * count + inner]) * matrix[inner * count + column]
        }
        result[row * count + column] = Float(sum)
      }
    }
    return result
  }
}
