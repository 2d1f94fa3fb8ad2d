// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

import Synchronization

/// A residual network for inference: a convolution, a pooling on demand, residual blocks, and the
/// mean over the positions.
///
/// Images go through the whole network one by one, and several threads take an image each instead
/// of sharing every layer. What comes out of an image therefore depends neither on its batch nor on
/// the number of threads. Safe to call from several threads at once.
package final class FusedResidualNetwork: Sendable {
  private let network: FusedNetwork
  private let channels: Int

  /// A network of a first convolution with its activation, and blocks.
  ///
  /// - Parameters:
  ///   - stem: the first convolution.
  ///   - pooling: side and step, in pixels, of the windows whose maxima go on from the stem to the
  ///     blocks; nil where all values do.
  ///   - precision: `bfloat16` needs `ComputePrecision.isBFloat16Available`.
  package init(
    stem: FoldedConvolution, pooling: (size: Int, stride: Int)? = nil,
    blocks: [FoldedResidualBlock], precision: ComputePrecision = .float32
  ) {
    channels = (blocks.last?.second ?? stem).weight.shape[0]
    network = FusedNetwork(precision: precision) { steps, image in
      var image = image
      var values = steps.convolution(stem, of: &image)
      if let pooling {
        values = steps.maxPooling(of: &values, size: pooling.size, stride: pooling.stride)
      }
      for block in blocks {
        var inner = steps.convolution(block.first, of: &values, keeping: true)
        let around = block.shortcut.map { steps.convolution($0, of: &values) } ?? values
        values = steps.convolution(block.second, of: &inner, addedTo: around)
      }
      return [values]
    }
  }

  /// Number format of weights and of what stands between layers; input, sums and features are
  /// 32-bit floats.
  package var precision: ComputePrecision { network.precision }

  /// The last block's mean over each image, `[N, H, W, in]` to `[N, channels]`.
  package func callAsFunction(_ images: Tensor) -> Tensor {
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

/// A residual block's weights for inference: relu(second(first(x)) + shortcut(x)).
package struct FoldedResidualBlock: Sendable {
  /// The convolution with the stride, and its rectifier.
  let first: FoldedConvolution
  /// The convolution before the sum; its rectifier comes after the sum.
  let second: FoldedConvolution
  /// What leads round both; nil where it is the input itself.
  let shortcut: FoldedConvolution?

  /// Freezes a trained block.
  package init(_ block: ResidualBlock) {
    first = FoldedConvolution(block.conv1, block.bn1)
    second = FoldedConvolution(block.conv2, block.bn2, activation: .relu)
    shortcut =
      block.projection.map { FoldedConvolution($0.convolution, $0.normalization) }
      ?? block.subsampling?.convolution
  }

  /// Reads a block under the names of the layers for training: `name.conv1`, `name.bn1`, ...
  ///
  /// - Parameters:
  ///   - padding: of the first convolution, as of the layer for training.
  ///   - shortcut: what leads round the convolutions where stride or channels change.
  /// - Throws: `FileError` where a tensor is missing or has another shape.
  package init(
    from file: WeightFile, name: String, inputChannels: Int, outputChannels: Int, stride: Int = 1,
    padding: Int = 1, shortcut: ResidualBlock.Shortcut = .padded
  ) throws {
    func convolution(
      _ part: String, _ normalization: String, inputs: Int, size: Int = 3, stride: Int = 1,
      padding: Int = 1, activation: Activation = .relu
    ) throws -> FoldedConvolution {
      try FoldedConvolution(
        from: file, name: "\(name).\(part)", normalization: "\(name).\(normalization)",
        shape: [outputChannels, inputs, size, size], stride: stride, padding: padding,
        activation: activation)
    }
    first = try convolution(
      "conv1", "bn1", inputs: inputChannels, stride: stride, padding: padding)
    second = try convolution("conv2", "bn2", inputs: outputChannels)
    let isIdentity = stride == 1 && inputChannels == outputChannels
    if shortcut == .projection && !isIdentity {
      self.shortcut = try convolution(
        "shortcut.0", "shortcut.1", inputs: inputChannels, size: 1, stride: stride, padding: 0,
        activation: .none)
    } else {
      self.shortcut =
        shortcut.subsampling(inputs: inputChannels, outputs: outputChannels, stride: stride)?
        .convolution
    }
  }
}

extension Subsampling {
  /// The same as a convolution, which takes images in whatever layout the library chose; exact to
  /// the bit for windows of one pixel.
  var convolution: FoldedConvolution {
    let taps = window * window
    let weight = Tensor(shape: [outputChannels, inputChannels, window, window]) { weight in
      weight.update(repeating: 0)
      for channel in 0..<inputChannels {
        let start = ((channelOffset + channel) * inputChannels + channel) * taps
        weight[start..<start + taps].update(repeating: 1 / Float(taps))
      }
    }
    return FoldedConvolution(weight: weight, bias: nil, stride: stride)
  }
}
