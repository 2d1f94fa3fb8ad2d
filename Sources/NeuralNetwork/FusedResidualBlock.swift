// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

/// A residual block for inference: two fused convolutions, the shortcut added on the way out of the second.
public final class FusedResidualBlock: Sendable {
  private let first: FusedConvolution
  private let second: FusedConvolution
  private let projection: FusedConvolution?
  private let isIdentity: Bool
  private let stride: Int
  private let outputChannels: Int

  /// Freezes a trained block.
  public init(_ block: ResidualBlock) {
    first = FusedConvolution(block.conv1, block.bn1)
    second = FusedConvolution(block.conv2, block.bn2, activation: .relu)
    projection = block.projection.map { FusedConvolution($0.convolution, $0.normalization) }
    isIdentity = block.isIdentity
    stride = block.stride
    outputChannels = block.conv2.weight.value.shape[0]
  }

  /// `[N, H, W, in]` to `[N, H / stride, W / stride, out]`.
  public func callAsFunction(_ input: Tensor) -> Tensor {
    let around =
      if let projection {
        projection(input)
      } else if isIdentity {
        input
      } else {
        PaddedSubsampling.forward(input, stride: stride, channels: outputChannels)
      }
    return second(first(input), adding: around)
  }
}
