// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

import Testing

@testable import NeuralNetwork

@Suite struct BatchNormalizationTests {
  static func layer(_ channels: Int, rectifies: Bool = false) -> BatchNormalization {
    let layer = BatchNormalization(name: "bn", channels: channels, rectifies: rectifies)
    layer.weight.value = .random([channels], seed: 1)
    layer.bias.value = .random([channels], seed: 2)
    return layer
  }

  @Test(arguments: [3, 16, 20])
  func aTrainingBatchComesOutWithMeanZeroAndVarianceOne(channels: Int) {
    let layer = BatchNormalization(name: "bn", channels: channels)
    var input = Tensor.random([4, 5, 6, channels], seed: 3)
    for index in 0..<input.count { input[index] = input[index] * 3 + 100 }
    let output = layer.forward(input, phase: .training(stepSeed: 0))
    for channel in 0..<channels {
      let values = stride(from: channel, to: output.count, by: channels).map { Double(output[$0]) }
      let mean = values.reduce(0, +) / Double(values.count)
      let variance = values.map { ($0 - mean) * ($0 - mean) }.reduce(0, +) / Double(values.count)
      #expect(abs(mean) < 1e-4)
      #expect(abs(variance - 1) < 1e-3)
    }
  }

  @Test func runningStatisticsTakeATenthOfTheBatchMeanAndOfTheUnbiasedVariance() {
    let layer = BatchNormalization(name: "bn", channels: 1)
    _ = layer.forward(Tensor(shape: [4, 1], [1, 2, 3, 4]), phase: .training(stepSeed: 0))
    #expect(abs(layer.runningMean.value[0] - 0.25) < 1e-6)
    #expect(abs(layer.runningVariance.value[0] - (0.9 + 0.1 * 5 / 3)) < 1e-6)
  }

  @Test func inferenceUsesTheRunningStatistics() {
    let layer = BatchNormalization(name: "bn", channels: 1, epsilon: 0)
    layer.runningMean.value[0] = 2
    layer.runningVariance.value[0] = 4
    #expect(layer.forward(Tensor(shape: [2, 1], [4, 0]), phase: .inference).values == [1, -1])
  }

  @Test func measuringTakesOnStatisticsAndChangesNothingElse() {
    let layer = Self.layer(16, rectifies: true)
    layer.runningMean.value = .random([16], seed: 7)
    var input = Tensor.random([4, 5, 6, 16], seed: 8)
    for index in 0..<input.count { input[index] = input[index] * 3 + 2 }
    let before = layer.forward(input, phase: .inference)
    #expect(layer.forward(input, phase: .measuring).relativeDifference(from: before) < 1e-6)
    #expect(layer.forward(input, phase: .inference).relativeDifference(from: before) < 1e-6)
    // What training normalises by is now what inference does.
    let training = layer.forward(input, phase: .training(stepSeed: 0))
    #expect(training.relativeDifference(from: before) < 1e-5)
  }

  @Test(arguments: [3, 16, 20], [false, true])
  func gradientsAgreeWithFiniteDifferences(channels: Int, rectifies: Bool) {
    GradientCheck.check(
      layer: Self.layer(channels, rectifies: rectifies),
      input: .random([3, 4, 5, channels], seed: 4))
  }

  @Test func theNumberOfThreadsDoesNotChangeABitOfIt() {
    let input = Tensor.random([32, 24, 24, 16], seed: 5)
    let gradient = Tensor.random(input.shape, seed: 6)
    func run(_ count: Int) -> [Tensor] {
      ComputeThreads.with(count) {
        let layer = Self.layer(16, rectifies: true)
        let output = layer.forward(input, phase: .training(stepSeed: 0))
        return [output, layer.backward(gradient), layer.weight.gradient, layer.bias.gradient]
      }
    }
    #expect(run(1) == run(2))
  }
}
