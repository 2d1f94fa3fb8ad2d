// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

/// A stacked LSTM with fixed weights, for inference from any thread.
///
/// A sequence's result is the same to the bit whichever batch it stands in, whatever padding follows it, and on any
/// number of threads.
public final class FusedLSTM: Sendable {
  private let layers: [FusedLSTMLayer]

  /// A copy of what `lstm` has learnt so far; dropout has no part in inference.
  public init(_ lstm: LSTM) {
    layers = lstm.layers.map(\.fused)
  }

  /// Reads an LSTM under the names of the layer for training: `name.weight_ih_l0` and so on.
  ///
  /// - Throws: `WeightError` where a tensor is missing or has another shape.
  public init(
    from file: WeightFile, name: String, inputSize: Int, hiddenSize: Int, layerCount: Int
  ) throws {
    layers = try (0..<layerCount).map { index in
      FusedLSTMLayer(
        inputWeight: try file.tensor(
          "\(name).weight_ih_l\(index)",
          shape: [4 * hiddenSize, index == 0 ? inputSize : hiddenSize]),
        hiddenWeight: try file.tensor(
          "\(name).weight_hh_l\(index)", shape: [4 * hiddenSize, hiddenSize]),
        bias: try file.tensor("\(name).bias_l\(index)", shape: [4 * hiddenSize]))
    }
  }

  /// All steps of the last layer: `[batch, time, inputs]` -> `[batch, time, hidden]`.
  public func callAsFunction(_ input: Tensor) -> Tensor {
    precondition(
      input.shape.count == 3, "an LSTM takes [batch, time, features], not \(input.shape)")
    var steps = input.swappingBatchAndTime()
    for layer in layers { steps = layer(steps) }
    return steps.swappingBatchAndTime()
  }
}
