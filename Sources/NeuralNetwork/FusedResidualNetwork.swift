// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

internal import Synchronization

/// A residual network for inference: a convolution, residual blocks, and the mean over the positions.
///
/// Images go through the whole network one by one, and several threads take an image each instead of sharing every
/// layer. What comes out of an image therefore depends neither on its batch nor on the number of threads. Safe to call
/// from several threads at once.
public final class FusedResidualNetwork: Sendable {
  private let network: FusedNetwork
  private let channels: Int

  /// A network of a first convolution with its activation, and blocks.
  ///
  /// `bfloat16` needs `ComputePrecision.isBFloat16Available`.
  public init(
    stem: FoldedConvolution, blocks: [FoldedResidualBlock], precision: ComputePrecision = .float32
  ) {
    channels = (blocks.last?.second ?? stem).weight.shape[0]
    network = FusedNetwork(precision: precision) { steps, image in
      var image = image
      var values = steps.convolution(stem, of: &image)
      for block in blocks {
        var inner = steps.convolution(block.first, of: &values, keeping: true)
        let around = block.shortcut.map { steps.convolution($0, of: &values) } ?? values
        values = steps.convolution(block.second, of: &inner, addedTo: around)
      }
      return [values]
    }
  }

  /// Number format of weights and of what stands between layers; input, sums and features are 32-bit floats.
  public var precision: ComputePrecision { network.precision }

  /// The last block's mean over each image, `[N, H, W, in]` to `[N, channels]`.
  public func callAsFunction(_ images: Tensor) -> Tensor {
    precondition(
      images.shape.count == 4, "images are [batch, height, width, channels], not \(images.shape)")
    let count = images.shape[0]
    guard count > 0 else { return Tensor(shape: [0, channels]) }
    let length = images.count / count
    return Tensor(shape: [count, channels]) { features in
      images.withUnsafeBuffer { pixels in
        let next = Atomic(0)
        ThreadTeam.run(min(ComputeThreads.current, count)) { _ in
          network.withWorkspace(for: [1] + images.shape.dropFirst()) { workspace in
            while true {
              let image = next.wrappingAdd(1, ordering: .relaxed).oldValue
              guard image < count else { break }
              workspace.run(
                UnsafeBufferPointer(rebasing: pixels[image * length..<(image + 1) * length]))
              Pooling.average(
                workspace.output(0),
                into: UnsafeMutableBufferPointer(
                  rebasing: features[image * channels..<(image + 1) * channels]))
            }
          }
        }
      }
    }
  }
}
