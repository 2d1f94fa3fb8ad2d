// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

extension Tensor {
  /// The end along which tensors are joined.
  public enum Axis: Sendable {
    /// The outermost axis, the batch.
    case first
    /// The innermost axis, the features or channels.
    case last
  }

  /// A copy of the positions `range` of the first axis.
  public func rows(_ range: Range<Int>) -> Tensor {
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
  public static func concatenated(_ tensors: [Tensor], axis: Axis) -> Tensor {
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
    // [outer, extent, inner] with the joined axis in the middle; inner is 1 when joining the last axis.
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
