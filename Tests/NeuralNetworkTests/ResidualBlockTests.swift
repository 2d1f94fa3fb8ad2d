// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

import Testing

@testable import NeuralNetwork

@Suite struct ResidualBlockTests {
  /// A block and the size of the images that it is given.
  struct Shape: Sendable, CustomTestStringConvertible {
    var inputs: Int
    var outputs: Int
    var stride: Int
    var padding = 1
    var shortcut: ResidualBlock.Shortcut
    var size: (height: Int, width: Int) = (6, 6)

    var testDescription: String {
      "\(size.height)x\(size.width)x\(inputs) -> \(outputs), stride \(stride), "
        + "padding \(padding), \(shortcut)"
    }

    func block() -> ResidualBlock {
      var generator = SeededGenerator(seed: 3)
      return ResidualBlock(
        name: "b", inputChannels: inputs, outputChannels: outputs, stride: stride,
        padding: padding, shortcut: shortcut, using: &generator)
    }

    func input(_ batch: Int, seed: UInt64) -> Tensor {
      .random([batch, size.height, size.width, inputs], seed: seed)
    }
  }

  /// Every shortcut, wide and narrow, and both ways' images equal, or either of them the larger.
  static let shapes =
    [ResidualBlock.Shortcut.projection, .padded, .averaged].flatMap { shortcut in
      [
        Shape(inputs: 16, outputs: 16, stride: 1, shortcut: shortcut),
        Shape(inputs: 4, outputs: 8, stride: 2, shortcut: shortcut),
        Shape(inputs: 16, outputs: 32, stride: 2, shortcut: shortcut),
      ]
    } + [
      Shape(inputs: 4, outputs: 6, stride: 1, shortcut: .averaged),
      Shape(inputs: 5, outputs: 5, stride: 2, padding: 0, shortcut: .averaged, size: (7, 9)),
      Shape(inputs: 16, outputs: 32, stride: 2, padding: 0, shortcut: .averaged, size: (8, 7)),
      Shape(inputs: 16, outputs: 16, stride: 2, padding: 0, shortcut: .averaged, size: (8, 8)),
      Shape(inputs: 4, outputs: 8, stride: 2, padding: 1, shortcut: .averaged, size: (7, 7)),
    ]

  @Test(arguments: shapes)
  func gradientsAgreeWithFiniteDifferences(shape: Shape) {
    // Small steps: every value moves the batch statistics and so the kinks of all rectifiers.
    GradientCheck.check(
      layer: shape.block(), input: shape.input(4, seed: 5), tolerance: 3e-2, step: 2e-3,
      samples: 12)
  }

  @Test(arguments: shapes.filter { $0.shortcut == .averaged })
  func outputsAgreeWithTheDefinition(shape: Shape) {
    let block = shape.block()
    _ = block.forward(shape.input(6, seed: 5), phase: .training(stepSeed: 0))
    let input = shape.input(2, seed: 6)
    let expected = ReferenceResidual.block(input, block)
    let output = block.forward(input, phase: .inference)
    // Sums of up to 288 products in another order, twice.
    #expect(output.relativeDifference(from: expected) < 1e-5)
  }

  @Test func twoThreadsGiveWhatOneGives() {
    let shape = Shape(inputs: 16, outputs: 32, stride: 2, shortcut: .averaged, size: (40, 40))
    let input = shape.input(8, seed: 7)
    func outputs() -> Tensor { shape.block().forward(input, phase: .inference) }
    #expect(ComputeThreads.with(2) { outputs() } == outputs())
  }
}

@Suite struct SubsamplingTests {
  @Test func everyOtherPositionIsTakenWithZerosOnBothSides() {
    let input = Tensor(shape: [1, 3, 3, 1], (1...9).map(Float.init))
    let subsampling = Subsampling.padded(inputs: 1, outputs: 3, stride: 2)
    let expected = Tensor(shape: [1, 2, 2, 3], [0, 1, 0, 0, 3, 0, 0, 7, 0, 0, 9, 0])
    #expect(subsampling.forward(input) == expected)
  }

  @Test func windowsAreAveragedWithZerosBehind() {
    let input = Tensor(shape: [1, 3, 4, 1], (1...12).map(Float.init))
    let subsampling = Subsampling.averaged(inputs: 1, outputs: 2, stride: 2)
    #expect(subsampling.forward(input) == Tensor(shape: [1, 1, 2, 2], [3.5, 0, 5.5, 0]))
    var gradient = Tensor(shape: input.shape, repeating: 1)
    subsampling.addGradient(Tensor(shape: [1, 1, 2, 2], [4, 9, 8, 9]), to: &gradient)
    #expect(gradient.values == [2, 2, 3, 3, 2, 2, 3, 3, 1, 1, 1, 1])
  }

  @Test(arguments: [
    Subsampling.padded(inputs: 3, outputs: 8, stride: 2),
    .averaged(inputs: 3, outputs: 8, stride: 2), .averaged(inputs: 3, outputs: 4, stride: 1),
  ])
  func itIsAConvolution(subsampling: Subsampling) {
    let input = Tensor.random([2, 7, 6, 3], seed: 1)
    let layer = subsampling.convolution
    let expected = ReferenceConvolution.apply(
      input, weight: layer.weight, bias: nil, stride: layer.stride, padding: 0, groups: 1)
    // Four floats are added in single precision in one, in double precision in the other.
    #expect(subsampling.forward(input).relativeDifference(from: expected) < 2e-7)
  }
}
