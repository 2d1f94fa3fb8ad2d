// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

import Foundation
import NeuralNetwork

/// A stacked LSTM in inference, written as loops, from tensors by PyTorch's names.
struct PlainLSTM {
  private struct Layer {
    /// `[inputs + hidden, 4 hidden]`, transposed so that the innermost loop runs over neighbours.
    let weight: [Float]
    /// `[4 hidden]`, gates i, f, g, o.
    let bias: [Float]
    let inputs: Int
    let hidden: Int
  }

  private let layers: [Layer]

  /// Takes `weight_ih_l0`, `weight_hh_l0`, `bias_l0` and so on, each behind `prefix`.
  init(_ file: WeightFile, prefix: String, inputs: Int, hidden: Int, layerCount: Int) throws {
    layers = try (0..<layerCount).map { index in
      let width = index == 0 ? inputs : hidden
      let fromInput = try file.tensor(
        "\(prefix)weight_ih_l\(index)", shape: [4 * hidden, width])
      let fromHidden = try file.tensor(
        "\(prefix)weight_hh_l\(index)", shape: [4 * hidden, hidden])
      var weight = [Float](repeating: 0, count: (width + hidden) * 4 * hidden)
      for gate in 0..<4 * hidden {
        for at in 0..<width { weight[at * 4 * hidden + gate] = fromInput[gate * width + at] }
        for at in 0..<hidden {
          weight[(width + at) * 4 * hidden + gate] = fromHidden[gate * hidden + at]
        }
      }
      return Layer(
        weight: weight,
        bias: try file.tensor("\(prefix)bias_l\(index)", shape: [4 * hidden]).values,
        inputs: width, hidden: hidden)
    }
  }

  /// All steps of the last layer, `[batch, time, inputs]` to `[batch, time, hidden]`, row-major.
  func callAsFunction(_ input: Tensor) -> [Float] {
    let (batch, time) = (input.shape[0], input.shape[1])
    var steps = input.values
    for layer in layers {
      var output: [Float] = []
      output.reserveCapacity(batch * time * layer.hidden)
      for sequence in 0..<batch {
        let start = sequence * time * layer.inputs
        output += Self.run(layer, Array(steps[start..<start + time * layer.inputs]), time: time)
      }
      steps = output
    }
    return steps
  }

  /// One sequence `[time, inputs]` through one layer.
  private static func run(_ layer: Layer, _ input: [Float], time: Int) -> [Float] {
    let (inputs, hidden) = (layer.inputs, layer.hidden)
    var state = [Float](repeating: 0, count: hidden)
    var cell = state
    var output: [Float] = []
    for step in 0..<time {
      var gates = layer.bias
      for at in 0..<inputs + hidden {
        let value = at < inputs ? input[step * inputs + at] : state[at - inputs]
        let row = at * 4 * hidden
        for gate in 0..<4 * hidden { gates[gate] += value * layer.weight[row + gate] }
      }
      for unit in 0..<hidden {
        let kept = sigmoid(gates[hidden + unit]) * cell[unit]
        cell[unit] = kept + sigmoid(gates[unit]) * tanh(gates[2 * hidden + unit])
        state[unit] = sigmoid(gates[3 * hidden + unit]) * tanh(cell[unit])
      }
      output += state
    }
    return output
  }

  private static func sigmoid(_ value: Float) -> Float { 1 / (1 + exp(-value)) }
}
