// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

import Testing

@testable import NeuralNetwork

@Suite(.enabled(if: ComputePrecision.isBFloat16Available))
struct BFloat16TrainingTests {
  /// Output, input gradient and parameter gradients of a training step.
  private static func step(
    _ layer: any Layer, _ input: Tensor, _ precision: ComputePrecision
  ) -> [Tensor] {
    ComputePrecision.with(precision) {
      ComputeThreads.with(2) {
        let output = layer.forward(
          input.converted(to: precision), phase: .training(stepSeed: 0))
        layer.zeroGradients()
        let inputGradient = layer.backward(.random(output.shape, seed: 8))
        return [output, inputGradient] + layer.parameters.map(\.gradient)
      }
    }
  }

  /// Root of the summed squares of the differences, relative to that of the second tensor's values.
  ///
  /// Not the largest difference: where a rectifier opens by rounding, one value changes wholly.
  private static func difference(_ short: Tensor, _ long: Tensor) -> Double {
    var gap = short
    gap.add(long, scale: -1)
    func sum(_ tensor: Tensor) -> Double {
      tensor.values.reduce(0) { $0 + Double($1) * Double($1) }
    }
    return (sum(gap) / sum(long)).squareRoot()
  }

  /// Compares a step in 16 bits with one in 32 on the same rounded input.
  private static func check(
    _ make: () -> any Layer, input: Tensor, isKept: Bool = true, isRounded: Bool = true,
    tolerance: Double,
    _ location: SourceLocation = #_sourceLocation
  ) {
    let rounded = input.converted(to: .bfloat16).converted(to: .float32)
    let short = step(make(), rounded, .bfloat16)
    let long = step(make(), rounded, .float32)
    for (short, long) in zip(short, long) {
      #expect(
        difference(short, long) < tolerance, "\(short.shape)", sourceLocation: location)
    }
    #expect(short[0].precision == (isKept ? .bfloat16 : .float32), sourceLocation: location)
    #expect(short[0] != long[0] || !isKept || !isRounded, sourceLocation: location)
    for gradient in short[2...] {
      #expect(gradient.precision == .float32, sourceLocation: location)
    }
  }

  /// Half of the last of 8 bits.
  private static let rounding = 1.0 / 512

  @Test(arguments: [3, 16, 20])
  func normalisationComputesIn32BitsAndRoundsItsResult(channels: Int) {
    for rectifies in [false, true] {
      Self.check(
        { BatchNormalizationTests.layer(channels, rectifies: rectifies) },
        input: .random([4, 5, 6, channels], seed: 4), tolerance: 2 * Self.rounding)
    }
  }

  @Test func theMeanOverPositionsIsAFloatAndItsGradientIsKeptInSixteenBits() {
    Self.check(
      { GlobalAveragePooling() }, input: .random([3, 4, 5, 7], seed: 5), isKept: false,
      tolerance: Self.rounding)
  }

  @Test(arguments: ResidualBlockTests.shapes)
  func aResidualBlockOfAnyShape(shape: ResidualBlockTests.Shape) {
    var shape = shape
    shape.size.height += 4
    shape.size.width += 4
    // Rounding by 2^-9 opens or closes some 3 of 1000 rectifiers, whose root is 0.05; sums of few
    // values have up to twice that, and up to three times where a shortcut averages.
    Self.check(
      { shape.block() }, input: shape.input(6, seed: 5),
      tolerance: shape.shortcut == .averaged ? 0.15 : 0.1)
  }

  @Test(arguments: [(2, 2), (3, 2)], [5, 16])
  func maximaAreTakenInSixteenBitsWithoutRounding(
    window: (size: Int, stride: Int), channels: Int
  ) {
    // The output's gradient is rounded, and so is its sum where windows overlap.
    Self.check(
      { MaxPooling2D(size: window.size, stride: window.stride) },
      input: .random([5, 9, 10, channels], seed: 9), isRounded: false, tolerance: 2 * Self.rounding)
  }

  @Test func layersThatKnowNothingOfItTakeWhatTheOthersHandOn() {
    func network() -> Sequential {
      var generator = SeededGenerator(seed: 6)
      return Sequential([
        Convolution2D(
          name: "a", inputChannels: 16, outputChannels: 16, kernelSize: 3, padding: 1,
          hasBias: false, using: &generator),
        MaxPooling2D(size: 2, stride: 2),
        BatchNormalization(name: "b", channels: 16), ReLU(),
        Convolution2D(
          name: "c", inputChannels: 16, outputChannels: 3, kernelSize: 1, using: &generator),
        GlobalAveragePooling(),
        Dense(name: "d", inputs: 3, outputs: 2, using: &generator),
      ])
    }
    Self.check(
      network, input: .random([4, 8, 8, 16], seed: 7), isKept: false, tolerance: 0.1)
  }

  @Test func aNetworkLearnsAsIn32Bits() {
    func losses(_ precision: ComputePrecision) -> [Float] {
      ComputePrecision.with(precision) {
        let network = Sequential.small(outputs: 4, shortcut: .padded, seed: 9)
        let optimizer = SGD(
          parameters: network.parameters, momentum: 0.9, nesterov: true, weightDecay: 0)
        let input = Tensor.random([16, 12, 12, 1], seed: 10)
        let targets = Tensor.oneHot((0..<16).map { $0 % 4 }, classes: 4)
        return (0..<30).map { step in
          network.zeroGradients()
          let (loss, gradient) = SoftmaxCrossEntropy.lossAndGradient(
            logits: network.forward(input, phase: .training(stepSeed: UInt64(step))),
            targets: targets)
          _ = network.backward(gradient)
          optimizer.step(learningRate: 0.05)
          return loss
        }
      }
    }
    let (short, long) = (losses(.bfloat16), losses(.float32))
    #expect(abs(short[0] - long[0]) < 0.01 * long[0])
    #expect(short[29] < 0.2 * short[0])
    #expect(short != long)
  }
}
