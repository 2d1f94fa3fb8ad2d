// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

extension Tensor {
  /// The sum, value by value, of two tensors of one shape.
  static func + (left: Tensor, right: Tensor) -> Tensor {
    var result = left
    result.add(right)
    return result
  }

  /// Adds `scale * other`, value by value.
  package mutating func add(_ other: Tensor, scale: Float = 1) {
    precondition(shape == other.shape, "cannot add \(other.shape) to \(shape)")
    withUnsafeMutableBuffer { sum in
      other.withUnsafeBuffer { term in
        ThreadTeam.forEach(sum.count) { range in
          for index in range { sum[index] += scale * term[index] }
        }
      }
    }
  }

  /// Multiplies every value by `factor`.
  package mutating func scale(by factor: Float) {
    withUnsafeMutableBuffer { values in
      for index in values.indices { values[index] *= factor }
    }
  }

  /// Sets every value.
  mutating func fill(_ value: Float) {
    withUnsafeMutableBuffer { $0.update(repeating: value) }
  }

  /// max(x, 0), value by value.
  func rectified() -> Tensor {
    Tensor(shape: shape) { target in
      withUnsafeBuffer { source in
        ThreadTeam.forEach(source.count) { range in
          for index in range { target[index] = max(source[index], 0) }
        }
      }
    }
  }
}
