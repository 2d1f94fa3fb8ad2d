// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

import NeuralNetwork

/// The definition of a convolution, written out: the reference for the fast one.
enum ReferenceConvolution {
  /// `input` `[N, H, W, C]`, `weight` `[out, in / groups, kH, kW]`, `bias` `[out]`; sums in double precision.
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
