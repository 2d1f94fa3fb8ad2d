// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

internal import NeuralNetwork

#if canImport(Glibc)
  internal import Glibc
#endif

extension YuNet {
  /// The faces that the cells of one stride claim, row by row, in the detection picture's pixels.
  ///
  /// With (column, row) the cell and s the stride: centre = (column + dx, row + dy) s, width = exp(dw) s, a landmark =
  /// (column + x, row + y) s, score = sqrt(class object), both through their sigmoid.
  ///
  /// - Parameters:
  ///   - cells: `[1, rows, columns, 16]` as the network gives them.
  ///   - threshold: lowest score that counts, above 0 and below 1.
  static func faces(in cells: Tensor, stride: Int, threshold: Float) -> [Face] {
    precondition(
      cells.shape.count == 4 && cells.shape[3] == cellSize,
      "cells are [1, rows, columns, \(cellSize)], not \(cells.shape)")
    precondition(threshold > 0 && threshold < 1, "a threshold of \(threshold) is not in (0, 1)")
    let (rows, columns) = (cells.shape[1], cells.shape[2])
    let size = Float(stride)
    // Neither factor of a score above t is below t squared: most cells are dismissed without an exponential. The small
    // slack keeps rounding from dismissing a score that lies on the threshold.
    let least = threshold * threshold
    let leastLogit = logf(least / (1 - least)) - 1e-3
    var faces: [Face] = []
    cells.withUnsafeBuffer { values in
      for row in 0..<rows {
        for column in 0..<columns {
          let cell = (row * columns + column) * cellSize
          guard values[cell] >= leastLogit, values[cell + 1] >= leastLogit else { continue }
          let score = (sigmoid(values[cell]) * sigmoid(values[cell + 1])).squareRoot()
          guard score >= threshold else { continue }
          let origin = Point(x: Float(column), y: Float(row))
          func point(_ offset: Int) -> Point {
            (origin + Point(x: values[cell + offset], y: values[cell + offset + 1])) * size
          }
          let center = point(2)
          let width = expf(values[cell + 4]) * size
          let height = expf(values[cell + 5]) * size
          let landmarks = (0..<5).map { point(6 + 2 * $0) }
          // Far beyond any picture: nothing that a crop could be cut from.
          guard ([center, Point(x: width, y: height)] + landmarks).allSatisfy({ $0.length < 1e5 })
          else { continue }
          faces.append(
            Face(
              box: FaceBox(
                x: center.x - width / 2, y: center.y - height / 2, width: width, height: height),
              landmarks: landmarks, score: score))
        }
      }
    }
    return faces
  }

  private static func sigmoid(_ logit: Float) -> Float { 1 / (1 + expf(-logit)) }
}
