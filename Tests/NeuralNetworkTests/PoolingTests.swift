// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

import NeuralNetwork
import Testing

@Suite struct PoolingTests {
  @Test("takes the maximum of each window and leaves an odd rest out")
  func maximum() {
    let input = Tensor(shape: [1, 3, 5, 1], (0..<15).map { Float(($0 * 7) % 15) })
    // 0 7 14 6 13 / 5 12 4 11 3 / 10 2 9 1 8
    #expect(Pooling.maximum(input, size: 2, stride: 2) == Tensor(shape: [1, 1, 2, 1], [12, 14]))
    #expect(Pooling.maximum(input, size: 3, stride: 1).values == [14, 14, 14])
  }

  @Test("the layer gives what the function gives")
  func layer() {
    let input = Tensor.random([2, 7, 6, 5], seed: 1)
    let layer = MaxPooling2D(size: 2, stride: 2)
    #expect(
      layer.forward(input, phase: .training(stepSeed: 0))
        == Pooling.maximum(input, size: 2, stride: 2))
  }

  @Test("gradients agree with finite differences", arguments: [(2, 2), (3, 2)])
  func gradients(window: (size: Int, stride: Int)) {
    GradientCheck.check(
      layer: MaxPooling2D(size: window.size, stride: window.stride),
      input: .random([2, 7, 6, 16], seed: 2))
    GradientCheck.check(layer: NearestUpsampling2D(), input: .random([2, 3, 4, 5], seed: 3))
  }

  @Test("the global average is the mean of each channel")
  func average() {
    let input = Tensor(shape: [1, 2, 2, 2], [1, 10, 2, 20, 3, 30, 4, 40])
    #expect(Pooling.globalAverage(input) == Tensor(shape: [1, 2], [2.5, 25]))
  }

  @Test("enlarging repeats pixels in both directions")
  func upsampling() {
    let input = Tensor(shape: [1, 1, 2, 2], [1, 2, 3, 4])
    #expect(
      Resizing.nearestUpsampling(input, factor: 2)
        == Tensor(shape: [1, 2, 4, 2], [1, 2, 1, 2, 3, 4, 3, 4, 1, 2, 1, 2, 3, 4, 3, 4]))
    #expect(Resizing.nearestUpsampling(input, factor: 1) == input)
  }
}
