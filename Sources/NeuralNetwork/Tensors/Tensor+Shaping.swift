// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

extension Tensor {
  /// The end along which tensors are joined.
  package enum Axis: Sendable {
    /// The outermost axis, the batch.
    case first
    /// The innermost axis, the features or channels.
    case last
  }

  /// A copy of the positions `range` of the first axis.
  package func rows(_ range: Range<Int>) -> Tensor {
    let length = shape.first ?? 0
    precondition(
      range.lowerBound >= 0 && range.upperBound <= length, "rows \(range) of \(length)")
    let stride = length == 0 ? 0 : count / length
    var extents = shape
    extents[0] = range.count
    return Tensor(shape: extents) { target in
      withUnsafeBuffer { source in
        let part = source[range.lowerBound * stride..<range.upperBound * stride]
        _ = target.update(fromContentsOf: part)
      }
    }
  }

  /// Joins tensors that agree in every other axis.
  package static func concatenated(_ tensors: [Tensor], axis: Axis) -> Tensor {
    guard let model = tensors.first else {
      preconditionFailure("joining needs at least one tensor")
    }
    let rank = model.shape.count
    precondition(rank > 0, "a single number has no axis to join along")
    let position = axis == .first ? 0 : rank - 1
    var extents = model.shape
    extents[position] = 0
    for tensor in tensors {
      var other = tensor.shape
      precondition(other.count == rank, "cannot join \(other) to \(model.shape)")
      extents[position] += other[position]
      other[position] = model.shape[position]
      precondition(other == model.shape, "cannot join \(tensor.shape) to \(model.shape)")
    }
    // [outer, extent, inner] with the joined axis in the middle; inner is 1 when joining the last
    // axis.
    let outer = axis == .first ? 1 : extents.dropLast().reduce(1, *)
    let total = outer == 0 ? 0 : extents.reduce(1, *) / outer
    return Tensor(shape: extents) { target in
      var offset = 0
      for tensor in tensors {
        let length = outer == 0 ? 0 : tensor.count / outer
        tensor.withUnsafeBuffer { source in
          for row in 0..<outer {
            let part = source[row * length..<(row + 1) * length]
            _ = target[(row * total + offset)...].update(fromContentsOf: part)
          }
        }
        offset += length
      }
    }
  }
}

extension Tensor {
  /// Columns before and from `column` of a `[rows, columns]` tensor, as two tensors.
  package func splitColumns(at column: Int) -> (Tensor, Tensor) {
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
  package func gathered(_ indices: [Int]) -> Tensor {
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

extension Tensor {
  /// Rows `[labels, classes]` that are one at the label and zero elsewhere.
  package static func oneHot(_ labels: [Int], classes: Int) -> Tensor {
    var result = Tensor(shape: [labels.count, classes])
    for (row, label) in labels.enumerated() {
      precondition((0..<classes).contains(label), "label \(label) of \(classes) classes")
      result[row * classes + label] = 1
    }
    return result
  }
}

extension Tensor {
  /// `[a, b, features]` as `[b, a, features]`: oneDNN's sequences are time-major, ours are
  /// batch-major.
  func swappingBatchAndTime() -> Tensor {
    precondition(shape.count == 3, "sequences are [batch, time, features], not \(shape)")
    let (outer, inner, features) = (shape[0], shape[1], shape[2])
    if outer == 1 || inner == 1 { return reshaped([inner, outer, features]) }
    return Tensor(shape: [inner, outer, features]) { target in
      withUnsafeBuffer { source in
        for first in 0..<outer {
          for second in 0..<inner {
            let from = (first * inner + second) * features
            let to = (second * outer + first) * features
            _ = target[to..<to + features].update(fromContentsOf: source[from..<from + features])
          }
        }
      }
    }
  }
}
