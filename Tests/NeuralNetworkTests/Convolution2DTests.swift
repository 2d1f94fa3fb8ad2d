// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

import Testing

@testable import NeuralNetwork

@Suite struct Convolution2DTests {
  struct Shape: Sendable, CustomTestStringConvertible {
    var size: (height: Int, width: Int)
    var inputs: Int
    var outputs: Int
    var kernel: Int
    var stride = 1
    var padding = 0
    var groups = 1
    var hasBias = true
    var batch = 2

    var testDescription: String {
      "\(batch)x\(size.height)x\(size.width)x\(inputs) -> \(outputs), kernel \(kernel), stride "
        + "\(stride), padding \(padding), groups \(groups)\(hasBias ? ", bias" : "")"
    }

    func layer() -> Convolution2D {
      var generator = SeededGenerator(seed: 5)
      let layer = Convolution2D(
        name: "conv", inputChannels: inputs, outputChannels: outputs, kernelSize: kernel,
        stride: stride, padding: padding, groups: groups, hasBias: hasBias, using: &generator)
      layer.bias?.value = .random([outputs], seed: 6)
      return layer
    }

    var input: Tensor { .random([batch, size.height, size.width, inputs], seed: 7) }
  }

  static let shapes =
    [
      Shape(size: (8, 8), inputs: 1, outputs: 16, kernel: 3, padding: 1, hasBias: false),
      Shape(size: (7, 5), inputs: 3, outputs: 16, kernel: 3, stride: 2, padding: 1),
      Shape(size: (6, 6), inputs: 16, outputs: 16, kernel: 3, padding: 1, hasBias: false),
      Shape(size: (9, 7), inputs: 16, outputs: 32, kernel: 3, stride: 2, padding: 1),
      Shape(size: (5, 5), inputs: 32, outputs: 64, kernel: 1, stride: 2, hasBias: false),
      Shape(size: (5, 4), inputs: 16, outputs: 16, kernel: 3, padding: 1, groups: 16),
      Shape(size: (7, 9), inputs: 10, outputs: 10, kernel: 3, padding: 1, groups: 10),
      Shape(size: (8, 8), inputs: 64, outputs: 64, kernel: 3, stride: 2, padding: 1, groups: 64),
      Shape(size: (6, 5), inputs: 8, outputs: 12, kernel: 3, padding: 1, groups: 4),
      Shape(size: (5, 7), inputs: 7, outputs: 5, kernel: 2),
      Shape(size: (4, 4), inputs: 20, outputs: 1, kernel: 1, batch: 1),
      Shape(size: (15, 18), inputs: 3, outputs: 32, kernel: 7, stride: 2, hasBias: false),
      Shape(size: (11, 11), inputs: 2, outputs: 4, kernel: 5, stride: 3, padding: 2, batch: 1),
    ] + turned

  /// Those whose input gradient is a convolution with turned kernels.
  static let turned = [
    Shape(size: (4, 5), inputs: 32, outputs: 64, kernel: 3, padding: 1),
    Shape(size: (3, 4), inputs: 48, outputs: 32, kernel: 5, padding: 2, hasBias: false, batch: 3),
  ]

  @Test(arguments: shapes)
  func outputsAgreeWithTheDefinition(shape: Shape) {
    let layer = shape.layer()
    let expected = ReferenceConvolution.apply(
      shape.input, weight: layer.weight.value, bias: layer.bias?.value, stride: shape.stride,
      padding: shape.padding, groups: shape.groups)
    // Sums of up to 600 products in another order: a few units of 2^-24, times the sum's growth.
    #expect(layer.forward(shape.input, phase: .inference).relativeDifference(from: expected) < 5e-6)
  }

  @Test(arguments: shapes)
  func gradientsAgreeWithFiniteDifferences(shape: Shape) {
    GradientCheck.check(layer: shape.layer(), input: shape.input)
  }

  @Test func twoThreadsGiveWhatOneGives() {
    let shape = Self.shapes[2]
    let one = shape.layer().forward(shape.input, phase: .inference)
    let two = ComputeThreads.with(2) { shape.layer().forward(shape.input, phase: .inference) }
    #expect(one == two)
  }

  @Test func aFirstLayerLearnsWithoutItsInputsGradient() {
    func run(propagatesGradient: Bool) -> (input: Tensor, weight: Tensor) {
      let layer = Self.turned[0].layer()
      layer.propagatesGradient = propagatesGradient
      let output = layer.forward(Self.turned[0].input, phase: .training(stepSeed: 0))
      return (layer.backward(.random(output.shape, seed: 8)), layer.weight.gradient)
    }
    let first = run(propagatesGradient: false)
    let inner = run(propagatesGradient: true)
    #expect(first.weight == inner.weight)
    #expect(first.input == Tensor(shape: inner.input.shape))
    #expect(first.input != inner.input)
  }

  @Test(.enabled(if: ComputePrecision.isBFloat16Available), arguments: [shapes[3]] + turned)
  func sixteenBitFactorsChangeOutputsAndGradientsByLessThanTheirRounding(shape: Shape) {
    func run(_ precision: ComputePrecision) -> [Tensor] {
      ComputePrecision.with(precision) {
        let layer = shape.layer()
        let output = layer.forward(shape.input, phase: .training(stepSeed: 0))
        let inputGradient = layer.backward(.random(output.shape, seed: 8))
        return [output, inputGradient] + layer.parameters.map(\.gradient)
      }
    }
    for (rounded, exact) in zip(run(.bfloat16), run(.float32)) {
      // Both factors are rounded to 8 bits: 2 x 2^-9 of each product, less in a sum of random ones.
      #expect(rounded.relativeDifference(from: exact) < 8e-3)
    }
    #expect(run(.bfloat16)[0] != run(.float32)[0])
  }
}
