// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

extension Tensor {
  /// Columns before and from `column` of a `[rows, columns]` tensor, as two tensors.
  public func splitColumns(at column: Int) -> (Tensor, Tensor) {
    precondition(
      shape.count == 2 && (0...shape[1]).contains(column),
      "columns of \(shape) cannot be split at \(column)")
    let (rows, columns) = (shape[0], shape[1])
    var left: [Float] = []
    var right: [Float] = []
    left.reserveCapacity(rows * column)
    right.reserveCapacity(rows * (columns - column))
    withUnsafeBuffer { values in
      for row in 0..<rows {
        left += values[row * columns..<row * columns + column]
        right += values[row * columns + column..<(row + 1) * columns]
      }
    }
    return (Tensor(shape: [rows, column], left), Tensor(shape: [rows, columns - column], right))
  }

  /// The entries of the first axis that `indices` names, in that order; an index may come twice.
  public func gathered(_ indices: [Int]) -> Tensor {
    let length = shape.dropFirst().reduce(1, *)
    var gathered: [Float] = []
    gathered.reserveCapacity(indices.count * length)
    withUnsafeBuffer { values in
      for index in indices {
        precondition((0..<shape[0]).contains(index), "entry \(index) of \(shape[0])")
        gathered += values[index * length..<(index + 1) * length]
      }
    }
    return Tensor(shape: [indices.count] + shape.dropFirst(), gathered)
  }
}
