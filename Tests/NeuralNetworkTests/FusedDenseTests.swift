// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

import NeuralNetwork
import Testing

@Suite struct FusedDenseTests {
  @Test("a fused dense layer equals the layer and its rectifier")
  func dense() {
    var generator = SeededGenerator(seed: 2)
    let layer = Dense(name: "fc", inputs: 33, outputs: 7, using: &generator)
    layer.bias.value = .random([7], seed: 3)
    let input = Tensor.random([5, 33], seed: 4)
    let expected = Elementwise.rectify(layer.forward(input, phase: .inference))
    #expect(FusedDense(layer, activation: .relu)(input).relativeDifference(from: expected) < 1e-6)
  }
}
