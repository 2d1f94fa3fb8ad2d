// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

import NeuralNetwork

/// The largest difference of two tensors, relative to the largest value of the second.
func relativeDifference(_ actual: Tensor, _ expected: Tensor) -> Float {
  guard actual.shape == expected.shape else { return .infinity }
  let scale = expected.values.reduce(Float.leastNormalMagnitude) { max($0, abs($1)) }
  return zip(actual.values, expected.values).reduce(0) {
    let difference = abs($1.0 - $1.1) / scale
    return difference.isNaN ? .infinity : max($0, difference)
  }
}
