// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

import Foundation
import Testing

@testable import NeuralNetwork

@Suite struct FusedNetworkTests {
  /// A normalisation whose running statistics are not the first ones.
  private static func normalization(_ channels: Int, rectifies: Bool) -> BatchNormalization {
    let layer = BatchNormalization(name: "bn", channels: channels, rectifies: rectifies)
    layer.weight.value = .random([channels], seed: 11)
    layer.bias.value = .random([channels], seed: 12)
    layer.runningMean.value = .random([channels], seed: 13)
    layer.runningVariance.value = Tensor(
      shape: [channels], Tensor.random([channels], seed: 14).values.map { $0 * $0 + 0.1 })
    return layer
  }

  private static func network(_ layer: FoldedConvolution) -> FusedNetwork {
    FusedNetwork { steps, image in
      var image = image
      return [steps.convolution(layer, of: &image)]
    }
  }

  @Test(arguments: Convolution2DTests.shapes)
  func aConvolutionAgreesWithTheDefinition(shape: Convolution2DTests.Shape) {
    let layer = shape.layer()
    let expected = ReferenceConvolution.apply(
      shape.input, weight: layer.weight.value, bias: layer.bias?.value, stride: shape.stride,
      padding: shape.padding, groups: shape.groups)
    let network = Self.network(FoldedConvolution(layer))
    for image in 0..<shape.input.shape[0] {
      let result = network(shape.input.rows(image..<image + 1))[0]
      #expect(result.relativeDifference(from: expected.rows(image..<image + 1)) < 5e-6)
    }
  }

  @Test(arguments: [false, true])
  func foldingEqualsConvolutionNormalisationAndRectifier(rectifies: Bool) {
    for shape in Convolution2DTests.shapes {
      let layer = shape.layer()
      let normalization = Self.normalization(shape.outputs, rectifies: rectifies)
      let image = shape.input.rows(0..<1)
      let expected = normalization.forward(
        layer.forward(image, phase: .inference), phase: .inference)
      let fused = Self.network(FoldedConvolution(layer, normalization))(image)[0]
      #expect(fused.relativeDifference(from: expected) < 1e-5)
    }
  }

  /// A pyramid in the manner of the face detector: values that are read twice, pooling, enlarging
  /// with a sum.
  private struct Pyramid {
    let fine: Convolution2D
    let coarse: Convolution2D

    init() {
      var generator = SeededGenerator(seed: 1)
      fine = Convolution2D(
        name: "a", inputChannels: 3, outputChannels: 16, kernelSize: 3, padding: 1,
        using: &generator)
      coarse = Convolution2D(
        name: "b", inputChannels: 16, outputChannels: 16, kernelSize: 1, using: &generator)
    }

    /// Sum and coarse map, layer by layer.
    func plain(_ image: Tensor) -> [Tensor] {
      let features = fine.forward(image, phase: .inference)
      let small = coarse.forward(
        Pooling.maximum(features, size: 2, stride: 2), phase: .inference)
      return [features + ReferenceUpsampling.apply(small, factor: 2), small]
    }

    var fused: FusedNetwork {
      let (fine, coarse) = (FoldedConvolution(fine), FoldedConvolution(coarse))
      return FusedNetwork { steps, image in
        var image = image
        var features = steps.convolution(fine, of: &image)
        var pooled = steps.maxPooling(of: &features, size: 2, stride: 2, keeping: true)
        var small = steps.convolution(coarse, of: &pooled)
        return [steps.upsampling2x(of: &small, keeping: true, addedTo: features), small]
      }
    }
  }

  @Test func stepsTogetherGiveWhatTheSingleLayersGiveForEveryImageSize() {
    let pyramid = Pyramid()
    let network = pyramid.fused
    // Growing and shrinking sizes, and one met again, share one memory.
    for (height, width) in [(8, 12), (32, 20), (4, 6), (32, 20), (8, 12)] {
      let image = Tensor.random([1, height, width, 3], seed: UInt64(height + width))
      let results = network(image)
      let expected = pyramid.plain(image)
      #expect(results.map(\.shape) == expected.map(\.shape))
      for (result, wanted) in zip(results, expected) {
        #expect(result.relativeDifference(from: wanted) < 1e-5)
      }
    }
  }

  @Test func moreImageSizesThanAreRememberedGiveTheSameResultsAgain() {
    let network = Pyramid().fused
    let images = (1...40).map { Tensor.random([1, 2 * $0, 4, 3], seed: UInt64($0)) }
    let first = images.map { network($0) }
    #expect(images.map { network($0) } == first)
  }

  @Test func concurrentCallsGiveTheSameBytesAsOneCall() {
    let network = Pyramid().fused
    let images = (1...6).map { Tensor.random([1, 8 * $0, 10, 3], seed: UInt64($0)) }
    let expected = images.map { network($0) }
    let agree = Counter()
    DispatchQueue.concurrentPerform(iterations: 8) { worker in
      for round in 0..<images.count * 8 {
        let index = (worker + round) % images.count
        if network(images[index]) == expected[index] { agree.increment() }
      }
    }
    #expect(agree.value == 8 * 8 * images.count)
  }
}

private final class Counter: @unchecked Sendable {
  private let lock = NSLock()
  private var count = 0
  var value: Int { lock.withLock { count } }
  func increment() { lock.withLock { count += 1 } }
}
