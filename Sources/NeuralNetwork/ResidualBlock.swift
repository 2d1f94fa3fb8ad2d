// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

/// Two 3x3 convolutions with a way round them: relu(bn2(conv2(relu(bn1(conv1 x)))) + shortcut(x)).
///
/// He et al. 2015. Names are PyTorch's: conv1, bn1, conv2, bn2, and shortcut.0, shortcut.1 for a projection.
public final class ResidualBlock: Layer {
  /// What leads round the convolutions where stride or channels change; it is the input itself where they do not.
  public enum Shortcut: String, Sendable, Codable {
    /// A 1x1 convolution with normalisation (option B).
    case projection
    /// Every `stride`-th position, new channels filled with zeros on both sides (option A).
    case padded
  }

  /// First convolution, which has the stride.
  public let conv1: Convolution2D
  /// Normalisation with rectifier.
  public let bn1: BatchNormalization
  /// Second convolution.
  public let conv2: Convolution2D
  /// Normalisation before the sum.
  public let bn2: BatchNormalization
  /// The projection and its normalisation, where there is one.
  public let projection: (convolution: Convolution2D, normalization: BatchNormalization)?
  /// Step of the first convolution in pixels.
  public let stride: Int
  /// Whether the shortcut is the input itself.
  public let isIdentity: Bool

  private var output: Tensor?

  /// A block with freshly drawn weights.
  public init(
    name: String, inputChannels: Int, outputChannels: Int, stride: Int = 1,
    shortcut: Shortcut = .projection, using generator: inout SeededGenerator
  ) {
    self.stride = stride
    isIdentity = stride == 1 && inputChannels == outputChannels
    conv1 = Convolution2D(
      name: "\(name).conv1", inputChannels: inputChannels, outputChannels: outputChannels,
      kernelSize: 3, stride: stride, padding: 1, hasBias: false, using: &generator)
    bn1 = BatchNormalization(name: "\(name).bn1", channels: outputChannels, rectifies: true)
    conv2 = Convolution2D(
      name: "\(name).conv2", inputChannels: outputChannels, outputChannels: outputChannels,
      kernelSize: 3, padding: 1, hasBias: false, using: &generator)
    bn2 = BatchNormalization(name: "\(name).bn2", channels: outputChannels)
    if !isIdentity && shortcut == .projection {
      projection = (
        Convolution2D(
          name: "\(name).shortcut.0", inputChannels: inputChannels,
          outputChannels: outputChannels, kernelSize: 1, stride: stride, hasBias: false,
          using: &generator),
        BatchNormalization(name: "\(name).shortcut.1", channels: outputChannels)
      )
    } else {
      projection = nil
    }
  }

  private var layers: [any Layer] {
    [conv1, bn1, conv2, bn2] + (projection.map { [$0.convolution, $0.normalization] } ?? [])
  }

  /// The parameters of all parts.
  public var parameters: [Parameter] { layers.flatMap(\.parameters) }
  /// The running statistics of all normalisations.
  public var buffers: [Parameter] { layers.flatMap(\.buffers) }

  /// `[N, H, W, in]` to `[N, H / stride, W / stride, out]`.
  public func forward(_ input: Tensor, phase: Phase) -> Tensor {
    let inner = bn1.forward(conv1.forward(input, phase: phase), phase: phase)
    let outer = conv2.forward(inner, phase: phase)
    let around: Tensor
    if let projection {
      around = projection.normalization.forward(
        projection.convolution.forward(input, phase: phase), phase: phase)
    } else if isIdentity {
      around = input
    } else {
      around = PaddedSubsampling.forward(input, stride: stride, channels: outer.shape[3])
    }
    let result = bn2.forward(outer, adding: around, rectifies: true, phase: phase)
    output = phase.isTraining ? result : nil
    return result
  }

  /// Sends the gradient through both ways and returns their sum.
  public func backward(_ outputGradient: Tensor) -> Tensor {
    guard let output else { preconditionFailure("backward of a residual block without forward") }
    self.output = nil
    if isIdentity {
      // The rectified gradient is never stored: both readers apply the rectifier themselves.
      let inner = bn1.backward(
        conv2.backward(bn2.backward(outputGradient, rectifiedTo: output)))
      var inputGradient = conv1.backward(inner)
      RectifiedGradient.add(outputGradient, output: output, to: &inputGradient)
      return inputGradient
    }
    let gradient = RectifiedGradient.of(outputGradient, output: output)
    var inputGradient = conv1.backward(bn1.backward(conv2.backward(bn2.backward(gradient))))
    if let projection {
      inputGradient.add(
        projection.convolution.backward(projection.normalization.backward(gradient)))
    } else {
      PaddedSubsampling.addGradient(gradient, to: &inputGradient, stride: stride)
    }
    return inputGradient
  }
}
