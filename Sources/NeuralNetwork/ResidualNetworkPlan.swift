// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

/// The compiled operations of a residual network on one image, in order, and the memory between them.
final class ResidualNetworkPlan: Sendable {
  /// `[height, width, channels]`.
  let imageShape: [Int]
  let steps: [NetworkSteps.Step]
  /// Size of each piece of memory that steps work on.
  let slotBytes: [Int]
  /// Where the image is put, `[height, width, channels]` in 32-bit floats.
  let input: Int
  /// Where the last block's result stands, `[height, width, channels]` in 32-bit floats.
  let output: Int
  /// Number of values of the result.
  let outputCount: Int

  init(
    stem: FoldedConvolution, blocks: [FoldedResidualBlock], imageShape: [Int],
    precision: ComputePrecision
  ) {
    self.imageShape = imageShape
    var network = NetworkSteps(precision: precision)
    var shape = [1] + imageShape
    var image = network.value(.image(shape))
    input = image.slot
    var values = network.convolution(stem, of: &image, shape: &shape)
    network.release(image)
    for block in blocks {
      var innerShape = shape
      var inner = network.convolution(block.first, of: &values, shape: &innerShape)
      var around = values
      if let shortcut = block.shortcut {
        var aroundShape = shape
        around = network.convolution(shortcut, of: &values, shape: &aroundShape)
        network.release(values)
      }
      values = network.convolution(
        block.second, of: &inner, shape: &innerShape, addedTo: around)
      network.release(inner)
      shape = innerShape
    }
    output = network.converted(values, to: .image(shape)).slot
    outputCount = shape.reduce(1, *)
    steps = network.steps
    slotBytes = network.slotBytes
  }
}
