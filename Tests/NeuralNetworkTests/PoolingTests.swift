// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

import Testing

@testable import NeuralNetwork

@Suite struct PoolingTests {
  @Test func aMaximumIsTakenOfEachWindowAndAnOddRestLeftOut() {
    let input = Tensor(shape: [1, 3, 5, 1], (0..<15).map { Float(($0 * 7) % 15) })
    // 0 7 14 6 13 / 5 12 4 11 3 / 10 2 9 1 8
    #expect(Pooling.maximum(input, size: 2, stride: 2) == Tensor(shape: [1, 1, 2, 1], [12, 14]))
    #expect(Pooling.maximum(input, size: 3, stride: 1).values == [14, 14, 14])
  }

  @Test func theLayerGivesWhatTheFunctionGives() {
    let input = Tensor.random([2, 7, 6, 5], seed: 1)
    let layer = MaxPooling2D(size: 2, stride: 2)
    #expect(
      layer.forward(input, phase: .training(stepSeed: 0))
        == Pooling.maximum(input, size: 2, stride: 2))
  }

  @Test(arguments: [(2, 2), (3, 2), (3, 1)])
  func maximaAgreeWithTheDefinition(window: (size: Int, stride: Int)) {
    let input = Tensor.random([3, 9, 8, 5], seed: 4)
    let expected = ReferenceResidual.pooled(input, size: window.size, stride: window.stride) {
      $0.max() ?? 0
    }
    let layer = MaxPooling2D(size: window.size, stride: window.stride)
    #expect(layer.forward(input, phase: .inference) == expected)
    #expect(layer.forward(input, phase: .training(stepSeed: 0)) == expected)
  }

  @Test func gradientsOfTwoThreadsAreThoseOfOne() {
    let layer = MaxPooling2D(size: 3, stride: 2)
    let input = Tensor.random([5, 11, 12, 16], seed: 5)
    func step() -> [Tensor] {
      let output = layer.forward(input, phase: .training(stepSeed: 0))
      return [output, layer.backward(.random(output.shape, seed: 6))]
    }
    #expect(ComputeThreads.with(2) { step() } == step())
  }

  @Test(arguments: [(2, 2), (3, 2)])
  func gradientsAgreeWithFiniteDifferences(window: (size: Int, stride: Int)) {
    GradientCheck.check(
      layer: MaxPooling2D(size: window.size, stride: window.stride),
      input: .random([2, 7, 6, 16], seed: 2))
  }

  @Test func theGlobalAverageIsTheMeanOfEachChannel() {
    let input = Tensor(shape: [1, 2, 2, 2], [1, 10, 2, 20, 3, 30, 4, 40])
    #expect(Pooling.globalAverage(input) == Tensor(shape: [1, 2], [2.5, 25]))
  }

  @Test func enlargingRepeatsPixelsInBothDirections() {
    let input = Tensor(shape: [1, 1, 2, 2], [1, 2, 3, 4])
    #expect(
      ReferenceUpsampling.apply(input, factor: 2)
        == Tensor(shape: [1, 2, 4, 2], [1, 2, 1, 2, 3, 4, 3, 4, 1, 2, 1, 2, 3, 4, 3, 4]))
    #expect(ReferenceUpsampling.apply(input, factor: 1) == input)
  }
}

@Suite struct SequencePoolingTests {
  // Three sequences of up to three steps with two features; NaN in the padding.
  private let steps = Tensor(
    shape: [3, 3, 2],
    [1, 2, 3, 4, 5, 6, 7, 8, .nan, .nan, .nan, .nan, .nan, .nan, .nan, .nan, .nan, .nan])
  private let lengths = [3, 1, 0]

  @Test func theLastStepThatCountsPaddingUnseen() {
    let pooling = SequencePooling(.last)
    #expect(pooling.forward(steps, lengths: lengths).values == [5, 6, 7, 8, 0, 0])
    let gradient = pooling.backward(Tensor(shape: [3, 2], [1, 2, 3, 4, 5, 6]))
    #expect(gradient.values == [0, 0, 0, 0, 1, 2, 3, 4, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0])
  }

  @Test func theMeanOfTheStepsThatCountPaddingUnseen() {
    let pooling = SequencePooling(.mean)
    let pooled = pooling.forward(steps, lengths: lengths)
    #expect(pooled.relativeDifference(from: Tensor(shape: [3, 2], [3, 4, 7, 8, 0, 0])) < 1e-6)
    let gradient = pooling.backward(Tensor(shape: [3, 2], [3, 6, 3, 4, 5, 6]))
    #expect(gradient.values == [1, 2, 1, 2, 1, 2, 3, 4, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0])
  }
}
