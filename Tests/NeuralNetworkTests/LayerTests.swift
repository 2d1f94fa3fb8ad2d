// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

import Testing

@testable import NeuralNetwork

@Suite struct LayerTests {
  @Test func gradientsOfLayersWithoutParametersAgreeWithFiniteDifferences() {
    let input = Tensor.random([2, 6, 4, 5], seed: 1)
    GradientCheck.check(layer: ReLU(), input: input)
    GradientCheck.check(layer: GlobalAveragePooling(), input: input)
  }

  @Test(arguments: [[3, 7], [2, 3, 7]])
  func aDenseLayersGradientsAgreeWithFiniteDifferences(shape: [Int]) {
    var generator = SeededGenerator(seed: 2)
    let layer = Dense(name: "fc", inputs: 7, outputs: 5, using: &generator)
    layer.bias.value = .random([5], seed: 3)
    GradientCheck.check(layer: layer, input: .random(shape, seed: 4))
  }

  @Test func aFusedDenseLayerEqualsTheLayerAndItsRectifier() {
    var generator = SeededGenerator(seed: 2)
    let layer = Dense(name: "fc", inputs: 33, outputs: 7, using: &generator)
    layer.bias.value = .random([7], seed: 3)
    let input = Tensor.random([5, 33], seed: 4)
    let expected = layer.forward(input, phase: .inference).rectified()
    #expect(FusedDense(layer, activation: .relu)(input).relativeDifference(from: expected) < 1e-6)
  }

  @Test func aDenseLayerMultipliesAndAddsItsBias() {
    var generator = SeededGenerator(seed: 2)
    let layer = Dense(name: "fc", inputs: 2, outputs: 2, using: &generator)
    layer.weight.value = Tensor(shape: [2, 2], [1, 2, 3, 4])
    layer.bias.value = Tensor(shape: [2], [10, 20])
    let output = layer.forward(Tensor(shape: [1, 2], [5, 6]), phase: .inference)
    #expect(output == Tensor(shape: [1, 2], [27, 59]))
  }

  @Test func twoTrainingStepsWithOneSeedGiveTheSameBytes() {
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
