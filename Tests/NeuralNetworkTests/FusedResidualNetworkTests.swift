// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

import NeuralNetwork
import Testing

@Suite struct FusedResidualNetworkTests {
  /// A convolution and residual blocks whose running statistics are not the first ones.
  struct Layers {
    let stem: Convolution2D
    let normalization: BatchNormalization
    let blocks: [ResidualBlock]

    /// `channels` of the first convolution, then of each block; stride 2 where they grow.
    init(_ channels: [Int], shortcut: ResidualBlock.Shortcut, stride: Int = 2) {
      var generator = SeededGenerator(seed: 3)
      stem = Convolution2D(
        name: "conv1", inputChannels: 1, outputChannels: channels[0], kernelSize: 3, padding: 1,
        hasBias: false, using: &generator)
      normalization = BatchNormalization(name: "bn1", channels: channels[0], rectifies: true)
      blocks = zip(channels, channels.dropFirst()).enumerated().map { index, pair in
        ResidualBlock(
          name: "block\(index)", inputChannels: pair.0, outputChannels: pair.1,
          stride: pair.0 == pair.1 ? 1 : stride, shortcut: shortcut, using: &generator)
      }
      _ = body.forward(.random([2, 9, 10, 1], seed: 4), phase: .training(stepSeed: 0))
    }

    var body: Sequential {
      Sequential([stem, normalization] + blocks + [GlobalAveragePooling()])
    }

    func fused(_ precision: ComputePrecision = .float32) -> FusedResidualNetwork {
      FusedResidualNetwork(
        stem: FoldedConvolution(stem, normalization), blocks: blocks.map(FoldedResidualBlock.init),
        precision: precision)
    }
  }

  static let precisions = ComputePrecision.allCases.filter {
    $0 == .float32 || ComputePrecision.isBFloat16Available
  }
  /// The face backbone's widths, one block for three.
  static var usual: Layers { Layers([16, 16, 32, 64], shortcut: .padded) }
  static let images = Tensor.random([9, 24, 20, 1], seed: 5)

  @Test(
    "the fused network equals the layers one after another",
    arguments: [[16, 16], [16, 32], [8, 16, 16], [8], [16, 16, 32, 64]],
    [ResidualBlock.Shortcut.projection, .padded])
  func equalsLayers(channels: [Int], shortcut: ResidualBlock.Shortcut) {
    for stride in [1, 2] {
      let layers = Layers(channels, shortcut: shortcut, stride: stride)
      let images = Tensor.random([3, 7, 8, 1], seed: 6)
      let expected = layers.body.forward(images, phase: .inference)
      #expect(layers.fused()(images).relativeDifference(from: expected) < 1e-5)
    }
  }

  @Test("an image's features are the same to the bit in every batch", arguments: precisions)
  func batches(precision: ComputePrecision) {
    let network = Self.usual.fused(precision)
    let together = network(Self.images)
    for image in 0..<Self.images.shape[0] {
      let alone = network(Self.images.rows(image..<image + 1))
      #expect(alone == together.rows(image..<image + 1))
    }
  }

  @Test("and on any number of threads", arguments: precisions)
  func threads(precision: ComputePrecision) {
    let expected = Self.usual.fused(precision)(Self.images)
    for threads in [2, 3, 16] {
      let network = Self.usual.fused(precision)
      #expect(ComputeThreads.with(threads) { network(Self.images) } == expected)
    }
  }

  @Test("a network may meet images of several sizes, and none at all")
  func sizes() {
    let layers = Self.usual
    let network = layers.fused()
    let first = network(Self.images)
    let other = Tensor.random([2, 8, 8, 1], seed: 7)
    let expected = layers.body.forward(other, phase: .inference)
    #expect(network(other).relativeDifference(from: expected) < 1e-5)
    #expect(network(Self.images) == first)
    #expect(network(Tensor(shape: [0, 24, 20, 1])).shape == [0, 64])
  }

  @Test(
    "16-bit weights and values change the features by no more than their rounding",
    .enabled(if: ComputePrecision.isBFloat16Available))
  func bfloat16() {
    let exact = Self.usual.fused()(Self.images)
    let rounded = Self.usual.fused(.bfloat16)(Self.images)
    // Each of 8 layers rounds weights and values to 8 bits, 2^-9 each; most of it cancels in sums and in the mean.
    #expect(rounded.relativeDifference(from: exact) < 2e-2)
    #expect(rounded != exact)
  }
}
