// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

import Testing

@testable import NeuralNetwork

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
    arguments: [[16, 16], [16, 32], [8, 16, 16], [8], [16, 16, 32, 64]],
    [ResidualBlock.Shortcut.projection, .padded, .averaged])
  func theFusedNetworkEqualsTheLayersOneAfterAnother(
    channels: [Int], shortcut: ResidualBlock.Shortcut
  ) {
    for stride in [1, 2] {
      let layers = Layers(channels, shortcut: shortcut, stride: stride)
      let images = Tensor.random([3, 7, 8, 1], seed: 6)
      let expected = layers.body.forward(images, phase: .inference)
      #expect(layers.fused()(images).relativeDifference(from: expected) < 1e-5)
    }
  }

  @Test(arguments: precisions)
  func anImagesFeaturesAreTheSameToTheBitInEveryBatch(precision: ComputePrecision) {
    let network = Self.usual.fused(precision)
    let together = network(Self.images)
    for image in 0..<Self.images.shape[0] {
      let alone = network(Self.images.rows(image..<image + 1))
      #expect(alone == together.rows(image..<image + 1))
    }
  }

  @Test(arguments: precisions)
  func anImagesFeaturesAreTheSameToTheBitOnAnyNumberOfThreads(precision: ComputePrecision) {
    let expected = Self.usual.fused(precision)(Self.images)
    for threads in [2, 3, 16] {
      let network = Self.usual.fused(precision)
      #expect(ComputeThreads.with(threads) { network(Self.images) } == expected)
    }
  }

  @Test func aNetworkMayMeetImagesOfSeveralSizesAndNoneAtAll() {
    let layers = Self.usual
    let network = layers.fused()
    let first = network(Self.images)
    let other = Tensor.random([2, 8, 8, 1], seed: 7)
    let expected = layers.body.forward(other, phase: .inference)
    #expect(network(other).relativeDifference(from: expected) < 1e-5)
    #expect(network(Self.images) == first)
    #expect(network(Tensor(shape: [0, 24, 20, 1])).shape == [0, 64])
  }

  @Test(.enabled(if: ComputePrecision.isBFloat16Available))
  func sixteenBitWeightsAndValuesChangeTheFeaturesByNoMoreThanTheirRounding() {
    let exact = Self.usual.fused()(Self.images)
    let rounded = Self.usual.fused(.bfloat16)(Self.images)
    // Each of 8 layers rounds weights and values to 8 bits, 2^-9 each; most of it cancels in sums
    // and in the mean.
    #expect(rounded.relativeDifference(from: exact) < 2e-2)
    #expect(rounded != exact)
  }
}

/// The layers of dlib's face recognition network, fewer and narrower.
@Suite struct FaceRecognitionNetworkTests {
  /// A stem of 7x7 pixels with a pooling, and blocks of which every second halves the image.
  private struct Layers {
    let stem: Convolution2D
    let normalization: BatchNormalization
    let blocks: [ResidualBlock]

    init() {
      var generator = SeededGenerator(seed: 12)
      stem = Convolution2D(
        name: "conv1", inputChannels: 3, outputChannels: 16, kernelSize: 7, stride: 2,
        hasBias: false, using: &generator)
      normalization = BatchNormalization(name: "bn1", channels: 16, rectifies: true)
      let channels = [(16, 16, 1), (16, 32, 2), (32, 32, 1), (32, 64, 2), (64, 64, 1), (64, 64, 2)]
      blocks = channels.enumerated().map { index, block in
        ResidualBlock(
          name: "block\(index)", inputChannels: block.0, outputChannels: block.1, stride: block.2,
          padding: block.2 == 1 ? 1 : 0, shortcut: .averaged, using: &generator)
      }
      _ = body.forward(.random([2, 110, 120, 3], seed: 13), phase: .training(stepSeed: 0))
    }

    var body: Sequential {
      Sequential(
        [stem, normalization, MaxPooling2D(size: 3, stride: 2)] + blocks
          + [GlobalAveragePooling()])
    }

    func fused(_ precision: ComputePrecision = .float32) -> FusedResidualNetwork {
      FusedResidualNetwork(
        stem: FoldedConvolution(stem, normalization), pooling: (3, 2),
        blocks: blocks.map(FoldedResidualBlock.init), precision: precision)
    }

    /// dlib's definition, step by step.
    func reference(_ images: Tensor) -> Tensor {
      let first = ReferenceResidual.normalized(images, stem, normalization).rectified()
      let pooled = ReferenceResidual.pooled(first, size: 3, stride: 2) { $0.max() ?? 0 }
      return Pooling.globalAverage(blocks.reduce(pooled) { ReferenceResidual.block($0, $1) })
    }
  }

  // At these sizes the two ways round differ in none, one, and two of the blocks that halve.
  static let sizes = [(150, 150), (113, 131), (95, 140), (66, 70)]

  @Test(arguments: sizes)
  func theFusedNetworkAgreesWithDlibsDefinition(height: Int, width: Int) {
    let layers = Layers()
    let images = Tensor.random([1, height, width, 3], seed: 14)
    let expected = layers.reference(images)
    // Single precision through thirteen convolutions.
    #expect(layers.fused()(images).relativeDifference(from: expected) < 1e-5)
    let unfused = layers.body.forward(images, phase: .inference)
    #expect(unfused.relativeDifference(from: expected) < 1e-5)
  }

  @Test(.enabled(if: ComputePrecision.isBFloat16Available), arguments: sizes)
  func sixteenBitsChangeTheFeaturesByNoMoreThanTheirRounding(height: Int, width: Int) {
    let layers = Layers()
    let images = Tensor.random([3, height, width, 3], seed: 15)
    let exact = layers.fused()(images)
    let rounded = layers.fused(.bfloat16)(images)
    // Each of 13 layers rounds weights and values to 8 bits, 2^-9 each; most of it cancels.
    #expect(rounded.relativeDifference(from: exact) < 3e-2)
    #expect(rounded != exact)
  }

  @Test(arguments: FusedResidualNetworkTests.precisions)
  func anImagesFeaturesAreTheSameToTheBitInEveryBatch(precision: ComputePrecision) {
    let network = Layers().fused(precision)
    let images = Tensor.random([5, 66, 70, 3], seed: 16)
    let together = ComputeThreads.with(2) { network(images) }
    for image in 0..<5 {
      #expect(network(images.rows(image..<image + 1)) == together.rows(image..<image + 1))
    }
  }

  @Test func itIsReadFromAFileUnderTheNamesOfItsLayers() throws {
    let layers = Layers()
    let file = WeightFile(tensors: layers.body.tensors())
    let network = FusedResidualNetwork(
      stem: try FoldedConvolution(
        from: file, name: "conv1", normalization: "bn1", shape: [16, 3, 7, 7], stride: 2,
        activation: .relu),
      pooling: (3, 2),
      blocks: try layers.blocks.enumerated().map { index, block in
        let shape = block.conv1.weight.value.shape
        return try FoldedResidualBlock(
          from: file, name: "block\(index)", inputChannels: shape[1], outputChannels: shape[0],
          stride: block.conv1.stride, padding: block.conv1.padding, shortcut: .averaged)
      })
    let images = Tensor.random([1, 66, 70, 3], seed: 17)
    #expect(network(images) == layers.fused()(images))
  }
}
