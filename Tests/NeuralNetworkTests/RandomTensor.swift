// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

import NeuralNetwork

extension Tensor {
  /// Normally distributed values, the same for the same seed.
  static func random(_ shape: [Int], seed: UInt64) -> Tensor {
    var generator = SeededGenerator(seed: seed)
    return Tensor(shape: shape, (0..<shape.reduce(1, *)).map { _ in generator.normal() })
  }

  /// The largest difference from another tensor, relative to the other's largest value.
  func relativeDifference(from other: Tensor) -> Float {
    precondition(shape == other.shape, "\(shape) against \(other.shape)")
    let scale = max(other.values.map { abs($0) }.max() ?? 0, 1e-20)
    return (zip(values, other.values).map { abs($0 - $1) }.max() ?? 0) / scale
  }
}
