// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

import Testing

@testable import NeuralNetwork

@Suite struct GoldenLayersTests {
  static func network(_ shortcut: ResidualBlock.Shortcut) -> Sequential {
    var generator = SeededGenerator(seed: 0)
    return Sequential([
      Convolution2D(
        name: "conv1", inputChannels: 1, outputChannels: 8, kernelSize: 3, padding: 1,
        hasBias: false, using: &generator),
      BatchNormalization(name: "bn1", channels: 8, rectifies: true),
      ResidualBlock(name: "layer1.0", inputChannels: 8, outputChannels: 8, using: &generator),
      ResidualBlock(
        name: "layer2.0", inputChannels: 8, outputChannels: 20, stride: 2, shortcut: shortcut,
        using: &generator),
      GlobalAveragePooling(),
      Dense(name: "linear", inputs: 20, outputs: 7, using: &generator),
    ])
  }

  @Test(arguments: [ResidualBlock.Shortcut.projection, .padded])
  func aSmallResidualNetworkAgreesWithPyTorchForwardAndBackward(shortcut: ResidualBlock.Shortcut)
    throws
  {
    let golden = try Golden.layers()
    func tensor(_ name: String) throws -> Tensor {
      try #require(golden.tensors["\(shortcut.rawValue).\(name)"], "\(name)")
    }
    let network = Self.network(shortcut)
    for parameter in network.parameters + network.buffers {
      parameter.value = try tensor("before.\(parameter.name)")
    }
    let input = try tensor("input")
    let output = network.forward(input, phase: .training(stepSeed: 0))
    // Single precision through five layers, each normalised by its batch.
    #expect(output.relativeDifference(from: try tensor("output")) < 1e-4)
    let inputGradient = network.backward(try tensor("output_gradient"))
    #expect(inputGradient.relativeDifference(from: try tensor("input_gradient")) < 1e-3)
    for parameter in network.parameters {
      let expected = try tensor("gradient.\(parameter.name)")
      let difference = parameter.gradient.relativeDifference(from: expected)
      #expect(difference < 1e-3, "\(parameter.name)")
    }
    for buffer in network.buffers {
      let difference = buffer.value.relativeDifference(from: try tensor("after.\(buffer.name)"))
      #expect(difference < 1e-4, "\(buffer.name)")
    }
    let inferred = network.forward(input, phase: .inference)
    #expect(inferred.relativeDifference(from: try tensor("inferred")) < 1e-4)
  }
}
