// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

/// Two 3x3 convolutions with a way round them: relu(bn2(conv2(relu(bn1(conv1 x)))) + shortcut(x)).
///
/// He et al. 2015. Names are PyTorch's: conv1, bn1, conv2, bn2, and shortcut.0, shortcut.1 for a
/// projection. Where the two ways' images differ in size, the smaller counts as zero beyond its
/// lower and right edge, as in dlib.
package final class ResidualBlock: Layer {
  /// What leads round the convolutions where stride or channels change; it is the input itself
  /// where they do not.
  package enum Shortcut: String, Sendable, Codable {
    /// A 1x1 convolution with normalisation (option B).
    case projection
    /// Every `stride`-th position, new channels filled with zeros on both sides (option A).
    case padded
    /// The mean of 2x2 pixels for a stride of 2, new channels of zeros behind the old ones.
    case averaged

    /// The way round without parameters; nil where it has some or is the input itself.
    func subsampling(inputs: Int, outputs: Int, stride: Int) -> Subsampling? {
      if stride == 1 && inputs == outputs { return nil }
      return switch self {
      case .projection: nil
      case .padded: .padded(inputs: inputs, outputs: outputs, stride: stride)
      case .averaged: .averaged(inputs: inputs, outputs: outputs, stride: stride)
      }
    }
  }

  /// First convolution, which has the stride.
  let conv1: Convolution2D
  /// Normalisation with rectifier.
  let bn1: BatchNormalization
  /// Second convolution.
  let conv2: Convolution2D
  /// Normalisation before the sum.
  let bn2: BatchNormalization
  /// The projection and its normalisation, where there is one.
  let projection: (convolution: Convolution2D, normalization: BatchNormalization)?
  /// The way round that has no parameters, where there is one.
  let subsampling: Subsampling?

  private var output: Tensor?
  /// Shapes of both ways' results, where they differ.
  private var unequal: (through: [Int], around: [Int])?

  /// A block with freshly drawn weights.
  ///
  /// - Parameters:
  ///   - name: begins the parameters' names.
  ///   - stride: step of the first convolution in pixels.
  ///   - padding: rows and columns of zeros on each side of the first convolution's input; dlib's
  ///     networks have none where the stride is 2.
  package init(
    name: String, inputChannels: Int, outputChannels: Int, stride: Int = 1, padding: Int = 1,
    shortcut: Shortcut = .projection, using generator: inout SeededGenerator
  ) {
    let isIdentity = stride == 1 && inputChannels == outputChannels
    subsampling = shortcut.subsampling(
      inputs: inputChannels, outputs: outputChannels, stride: stride)
    conv1 = Convolution2D(
      name: "\(name).conv1", inputChannels: inputChannels, outputChannels: outputChannels,
      kernelSize: 3, stride: stride, padding: padding, hasBias: false, using: &generator)
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
  package var parameters: [Parameter] { layers.flatMap(\.parameters) }
  /// The running statistics of all normalisations.
  package var buffers: [Parameter] { layers.flatMap(\.buffers) }

  private var isIdentity: Bool { projection == nil && subsampling == nil }

  /// `[N, H, W, in]` to `[N, H / stride, W / stride, out]`.
  package func forward(_ input: Tensor, phase: Phase) -> Tensor {
    let inner = bn1.forward(conv1.forward(input, phase: phase), phase: phase)
    let outer = conv2.forward(inner, phase: phase)
    let around: Tensor
    if let projection {
      around = projection.normalization.forward(
        projection.convolution.forward(input, phase: phase), phase: phase)
    } else {
      around = subsampling?.forward(input) ?? input
    }
    let result: Tensor
    if outer.shape == around.shape {
      unequal = nil
      result = bn2.forward(outer, adding: around, rectifies: true, phase: phase)
    } else {
      unequal = (outer.shape, around.shape)
      let sum = Tensor.cornerSum(bn2.forward(outer, phase: phase), around)
      result = sum.rectified().converted(to: sum.precision)
    }
    output = phase.isTraining ? result : nil
    return result
  }

  /// Sends the gradient through both ways and returns their sum.
  package func backward(_ outputGradient: Tensor) -> Tensor {
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
    var (through, around) = (gradient, gradient)
    if let unequal {
      through = gradient.resized(height: unequal.through[1], width: unequal.through[2])
      around = gradient.resized(height: unequal.around[1], width: unequal.around[2])
    }
    var inputGradient = conv1.backward(bn1.backward(conv2.backward(bn2.backward(through))))
    if let projection {
      inputGradient.add(
        projection.convolution.backward(projection.normalization.backward(around)))
    } else {
      subsampling?.addGradient(around, to: &inputGradient)
    }
    return inputGradient
  }
}
