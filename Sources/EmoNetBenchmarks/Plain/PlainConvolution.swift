// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

import NeuralNetwork

/// A square convolution padded to keep the size, with normalisation, written as loops.
struct PlainConvolution {
  private let inputs: Int
  private let outputs: Int
  private let size: Int
  private let stride: Int
  /// `[row, column, input, output]`, so that the innermost loop runs over neighbours.
  private let taps: [Float]
  /// Of the normalisation, one value an output: y = scale x + shift.
  private let scales: [Float]
  private let shifts: [Float]

  /// `weight` `[out, in, k, k]` and the normalisation's tensors `[out]`, in inference.
  init(
    weight: Tensor, gamma: Tensor, beta: Tensor, mean: Tensor, variance: Tensor, epsilon: Float,
    stride: Int
  ) {
    (outputs, inputs, size) = (weight.shape[0], weight.shape[1], weight.shape[2])
    self.stride = stride
    var taps = [Float](repeating: 0, count: weight.count)
    let kernel = size * size
    for output in 0..<outputs {
      for input in 0..<inputs {
        for tap in 0..<kernel {
          taps[(tap * inputs + input) * outputs + output] =
            weight[(output * inputs + input) * kernel + tap]
        }
      }
    }
    self.taps = taps
    let scales = (0..<outputs).map { gamma[$0] / (variance[$0] + epsilon).squareRoot() }
    self.scales = scales
    shifts = (0..<outputs).map { beta[$0] - scales[$0] * mean[$0] }
  }

  /// Normalised sums, not yet rectified.
  func callAsFunction(_ input: PlainMap) -> PlainMap {
    let height = (input.height + stride - 1) / stride
    let width = (input.width + stride - 1) / stride
    var values = [Float](repeating: 0, count: input.batch * height * width * outputs)
    var sums = [Float](repeating: 0, count: outputs)
    for image in 0..<input.batch {
      for row in 0..<height {
        for column in 0..<width {
          for output in 0..<outputs { sums[output] = 0 }
          accumulate(input, image: image, row: row * stride, column: column * stride, into: &sums)
          let start = ((image * height + row) * width + column) * outputs
          for output in 0..<outputs {
            values[start + output] = scales[output] * sums[output] + shifts[output]
          }
        }
      }
    }
    return PlainMap(
      batch: input.batch, height: height, width: width, channels: outputs, values: values)
  }

  private func accumulate(
    _ input: PlainMap, image: Int, row: Int, column: Int, into sums: inout [Float]
  ) {
    let border = size / 2
    for tapRow in 0..<size {
      let y = row + tapRow - border
      guard (0..<input.height).contains(y) else { continue }
      for tapColumn in 0..<size {
        let x = column + tapColumn - border
        guard (0..<input.width).contains(x) else { continue }
        let source = ((image * input.height + y) * input.width + x) * inputs
        let tap = (tapRow * size + tapColumn) * inputs
        for channel in 0..<inputs {
          let value = input.values[source + channel]
          let weights = (tap + channel) * outputs
          for output in 0..<outputs { sums[output] += value * taps[weights + output] }
        }
      }
    }
  }
}

/// Pictures as plain values, `[batch, height, width, channels]`.
struct PlainMap {
  var batch: Int
  var height: Int
  var width: Int
  var channels: Int
  var values: [Float]
}
