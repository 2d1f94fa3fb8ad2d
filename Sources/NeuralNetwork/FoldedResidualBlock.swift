// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

/// A residual block's weights for inference: relu(second(first(x)) + shortcut(x)).
public struct FoldedResidualBlock: Sendable {
  /// The convolution with the stride, and its rectifier.
  public let first: FoldedConvolution
  /// The convolution before the sum; its rectifier comes after the sum.
  public let second: FoldedConvolution
  /// What leads round both; nil where it is the input itself.
  public let shortcut: FoldedConvolution?

  /// Freezes a trained block.
  public init(_ block: ResidualBlock) {
    first = FoldedConvolution(block.conv1, block.bn1)
    second = FoldedConvolution(block.conv2, block.bn2, activation: .relu)
    if let projection = block.projection {
      shortcut = FoldedConvolution(projection.convolution, projection.normalization)
    } else if block.isIdentity {
      shortcut = nil
    } else {
      let shape = block.conv1.weight.value.shape
      shortcut = PaddedSubsampling.convolution(
        inputs: shape[1], outputs: shape[0], stride: block.stride)
    }
  }

  /// Reads a block of the padded kind under the names of the layers for training: `name.conv1`, `name.bn1`, ...
  ///
  /// - Throws: `WeightError` where a tensor is missing or has another shape.
  public init(
    from file: WeightFile, name: String, inputChannels: Int, outputChannels: Int, stride: Int
  ) throws {
    func convolution(
      _ index: Int, inputs: Int, stride: Int
    ) throws -> FoldedConvolution {
      try FoldedConvolution(
        from: file, name: "\(name).conv\(index)", normalization: "\(name).bn\(index)",
        shape: [outputChannels, inputs, 3, 3], stride: stride, padding: 1, activation: .relu)
    }
    first = try convolution(1, inputs: inputChannels, stride: stride)
    second = try convolution(2, inputs: outputChannels, stride: 1)
    let isIdentity = stride == 1 && inputChannels == outputChannels
    shortcut =
      isIdentity
      ? nil
      : PaddedSubsampling.convolution(
        inputs: inputChannels, outputs: outputChannels, stride: stride)
  }
}
