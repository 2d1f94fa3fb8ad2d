// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

import NeuralNetwork
import Testing

@Suite struct LayerTests {
  @Test("gradients of layers without parameters agree with finite differences")
  func simpleLayers() {
    let input = Tensor.random([2, 6, 4, 5], seed: 1)
    GradientCheck.check(layer: ReLU(), input: input)
    GradientCheck.check(layer: Sigmoid(), input: input)
    GradientCheck.check(layer: GlobalAveragePooling(), input: input)
  }

  @Test(
    "a dense layer's gradients agree with finite differences", arguments: [[3, 7], [2, 3, 7]])
  func dense(shape: [Int]) {
    var generator = SeededGenerator(seed: 2)
    let layer = Dense(name: "fc", inputs: 7, outputs: 5, using: &generator)
    layer.bias.value = .random([5], seed: 3)
    GradientCheck.check(layer: layer, input: .random(shape, seed: 4))
  }

  @Test("a dense layer computes W x + b")
  func denseByHand() {
    var generator = SeededGenerator(seed: 2)
    let layer = Dense(name: "fc", inputs: 2, outputs: 2, using: &generator)
    layer.weight.value = Tensor(shape: [2, 2], [1, 2, 3, 4])
    layer.bias.value = Tensor(shape: [2], [10, 20])
    let output = layer.forward(Tensor(shape: [1, 2], [5, 6]), phase: .inference)
    #expect(output == Tensor(shape: [1, 2], [27, 59]))
  }

  @Test(
    "a residual block's gradients agree with finite differences",
    arguments: [(16, 16, 1), (4, 8, 2), (16, 32, 2)],
    [ResidualBlock.Shortcut.projection, .padded])
  func residual(
    channels: (inputs: Int, outputs: Int, stride: Int), shortcut: ResidualBlock.Shortcut
  ) {
    var generator = SeededGenerator(seed: 3)
    let block = ResidualBlock(
      name: "b", inputChannels: channels.inputs, outputChannels: channels.outputs,
      stride: channels.stride, shortcut: shortcut, using: &generator)
    // Small steps: every value moves the batch statistics and so the kinks of all rectifiers.
    GradientCheck.check(
      layer: block, input: .random([4, 6, 6, channels.inputs], seed: 5), tolerance: 3e-2,
      step: 2e-3, samples: 12)
  }

  @Test("two training steps with one seed give the same bytes")
  func determinism() {
    func run() -> [Tensor] {
      let network = Sequential.small(outputs: 3, seed: 4)
      let input = Tensor.random([8, 12, 12, 1], seed: 6)
      return ComputeThreads.with(2) {
        for step in 0..<2 {
          network.zeroGradients()
          let output = network.forward(input, phase: .training(stepSeed: UInt64(step)))
          _ = network.backward(output)
          for parameter in network.parameters {
            parameter.value.add(parameter.gradient, scale: -0.01)
          }
        }
        return (network.parameters + network.buffers).map(\.value)
      }
    }
    #expect(run() == run())
  }
}
