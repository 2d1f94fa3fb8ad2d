// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

internal import NeuralNetwork

/// Inputs that are the same in every run.
enum RandomInput {
  /// A tensor of standard normal values.
  static func normal(_ shape: [Int], seed: UInt64) -> Tensor {
    var generator = SeededGenerator(seed: seed)
    return Tensor(shape: shape) { values in
      for index in values.indices { values[index] = generator.normal() }
    }
  }
}
