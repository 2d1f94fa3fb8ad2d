// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

@testable import NeuralNetwork

/// The definition of a convolution, written out: the reference for the fast one.
enum ReferenceConvolution {
  /// `input` `[N, H, W, C]`, `weight` `[out, in / groups, kH, kW]`, `bias` `[out]`; sums in double
  /// precision.
  static func apply(
    _ input: Tensor, weight: Tensor, bias: Tensor?, stride: Int, padding: Int, groups: Int
  ) -> Tensor {
    let (batch, height, width, channels) =
      (input.shape[0], input.shape[1], input.shape[2], input.shape[3])
    let (outputs, depth, kernelHeight, kernelWidth) =
      (weight.shape[0], weight.shape[1], weight.shape[2], weight.shape[3])
    let outputHeight = (height + 2 * padding - kernelHeight) / stride + 1
    let outputWidth = (width + 2 * padding - kernelWidth) / stride + 1
    let source = input.values
    let kernel = weight.values
    var values: [Float] = []
    for image in 0..<batch {
      for row in 0..<outputHeight {
        for column in 0..<outputWidth {
          for output in 0..<outputs {
            var sum = bias.map { Double($0[output]) } ?? 0
            for part in 0..<depth {
              let channel = output / (outputs / groups) * depth + part
              for kernelRow in 0..<kernelHeight {
                for kernelColumn in 0..<kernelWidth {
                  let y = row * stride + kernelRow - padding
                  let x = column * stride + kernelColumn - padding
                  guard y >= 0, y < height, x >= 0, x < width else { continue }
                  let from = ((image * height + y) * width + x) * channels + channel
                  let at =
                    ((output * depth + part) * kernelHeight + kernelRow) * kernelWidth
                    + kernelColumn
                  sum += Double(source[from]) * Double(kernel[at])
                }
              }
            }
            values.append(Float(sum))
          }
        }
      }
    }
    return Tensor(shape: [batch, outputHeight, outputWidth, outputs], values)
  }
}

/// The definition of enlarging an image: the reference for the fast one.
enum ReferenceUpsampling {
  /// Repeats each pixel `factor` times in both directions, `[N, H, W, C]` to `[N, H f, W f, C]`.
  static func apply(_ input: Tensor, factor: Int) -> Tensor {
    let shape = input.shape
    precondition(shape.count == 4, "images are [batch, height, width, channels], not \(shape)")
    precondition(factor >= 1, "a factor of at least 1, not \(factor)")
    let (width, channels) = (shape[2], shape[3])
    return Tensor(shape: [shape[0], shape[1] * factor, width * factor, channels]) { target in
      input.withUnsafeBuffer { source in
        let length = width * factor * channels
        for row in 0..<shape[0] * shape[1] {
          let start = row * factor * length
          for column in 0..<width {
            let pixel = source[
              (row * width + column) * channels..<(row * width + column + 1) * channels]
            for copy in 0..<factor {
              let at = start + (column * factor + copy) * channels
              _ = target[at..<at + channels].update(fromContentsOf: pixel)
            }
          }
          for copy in 1..<max(factor, 1) {
            let at = start + copy * length
            _ = target[at..<at + length].update(fromContentsOf: target[start..<start + length])
          }
        }
      }
    }
  }
}

/// The definitions of poolings and of dlib's residual block, written out.
enum ReferenceResidual {
  /// `join` of all values of a channel in each window of `size` x `size` pixels, without padding.
  static func pooled(
    _ input: Tensor, size: Int, stride: Int, _ join: ([Float]) -> Float
  ) -> Tensor {
    let (batch, height, width, channels) =
      (input.shape[0], input.shape[1], input.shape[2], input.shape[3])
    let (rows, columns) = ((height - size) / stride + 1, (width - size) / stride + 1)
    let source = input.values
    var values: [Float] = []
    for image in 0..<batch {
      for row in 0..<rows {
        for column in 0..<columns {
          for channel in 0..<channels {
            values.append(
              join(
                (0..<size * size).map {
                  let (y, x) = (row * stride + $0 / size, column * stride + $0 % size)
                  return source[((image * height + y) * width + x) * channels + channel]
                }))
          }
        }
      }
    }
    return Tensor(shape: [batch, rows, columns, channels], values)
  }

  /// relu of the sum, where an image is zero beyond its lower and right edge and its last channel.
  static func rectifiedSum(_ left: Tensor, _ right: Tensor) -> Tensor {
    let shape = zip(left.shape, right.shape).map { max($0, $1) }
    func value(_ image: Tensor, _ at: [Int]) -> Float {
      guard zip(at, image.shape).allSatisfy({ $0 < $1 }) else { return 0 }
      return image[zip(at, image.shape).reduce(0) { $0 * $1.1 + $1.0 }]
    }
    return Tensor(
      shape: shape,
      (0..<shape.reduce(1, *)).map { index in
        var rest = index
        let at = shape.reversed().map { extent in
          defer { rest /= extent }
          return rest % extent
        }
        return max(0, value(left, at.reversed()) + value(right, at.reversed()))
      })
  }

  /// A convolution without bias and its normalisation with the running statistics, one by one.
  static func normalized(
    _ input: Tensor, _ layer: Convolution2D, _ normalization: BatchNormalization
  ) -> Tensor {
    var result = ReferenceConvolution.apply(
      input, weight: layer.weight.value, bias: nil, stride: layer.stride, padding: layer.padding,
      groups: 1)
    for index in 0..<result.count {
      let channel = index % result.shape[3]
      let deviation =
        (normalization.runningVariance.value[channel] + normalization.epsilon).squareRoot()
      let scaled = (result[index] - normalization.runningMean.value[channel]) / deviation
      result[index] =
        scaled * normalization.weight.value[channel] + normalization.bias.value[channel]
    }
    return result
  }

  /// dlib's `residual` and `residual_down`, with its means of 2x2 pixels.
  static func block(_ input: Tensor, _ block: ResidualBlock) -> Tensor {
    let inner = normalized(input, block.conv1, block.bn1).rectified()
    let outer = normalized(inner, block.conv2, block.bn2)
    let around =
      block.conv1.stride == 1
      ? input : pooled(input, size: 2, stride: 2) { $0.reduce(0, +) / Float($0.count) }
    return rectifiedSum(outer, around)
  }
}
