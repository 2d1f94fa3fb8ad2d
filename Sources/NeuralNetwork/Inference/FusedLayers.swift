// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

import COneDNN

/// A linear map for inference with its activation, safe to call from several threads at once.
package final class FusedDense: Sendable {
  private let weight: Tensor
  private let bias: Tensor
  private let activation: Activation
  private static let plans = PrimitiveCache<DensePlan.Key, DensePlan>()

  /// y = f(W x + b) with `weight` `[outputs, inputs]` and `bias` `[outputs]`, zero where there is
  /// none.
  package init(weight: Tensor, bias: Tensor?, activation: Activation = .none) {
    precondition(weight.shape.count == 2, "weights are [outputs, inputs], not \(weight.shape)")
    precondition(
      bias.map { $0.shape == [weight.shape[0]] } ?? true,
      "a bias for each of \(weight.shape[0]) outputs")
    self.weight = weight
    self.bias = bias ?? Tensor(shape: [weight.shape[0]])
    self.activation = activation
  }

  /// The same map as a layer for training, frozen.
  package convenience init(_ dense: Dense, activation: Activation = .none) {
    self.init(weight: dense.weight.value, bias: dense.bias.value, activation: activation)
  }

  /// Reads `name.weight` and `name.bias`, the names of the layer for training.
  ///
  /// - Throws: `FileError` where a tensor is missing or has another shape.
  package convenience init(
    from file: WeightFile, name: String, inputs: Int, outputs: Int, activation: Activation = .none
  ) throws {
    self.init(
      weight: try file.tensor("\(name).weight", shape: [outputs, inputs]),
      bias: try file.tensor("\(name).bias", shape: [outputs]), activation: activation)
  }

  /// `[..., inputs]` to `[..., outputs]`.
  package func callAsFunction(_ input: Tensor) -> Tensor {
    let (outputs, inputs) = (weight.shape[0], weight.shape[1])
    precondition(input.shape.last == inputs, "\(inputs) inputs are mapped, not \(input.shape)")
    let key = DensePlan.Key(
      rows: input.count / inputs, inputs: inputs, outputs: outputs, activation: activation)
    let plan = Self.plans.plan(key) { DensePlan(key) }
    let output = Tensor(uninitializedShape: input.shape.dropLast() + [outputs])
    plan.forward.run(
      inputs: [
        (DNNL_ARG_SRC, input.storage), (DNNL_ARG_WEIGHTS, weight.storage),
        (DNNL_ARG_BIAS, bias.storage),
      ], outputs: [(DNNL_ARG_DST, output.storage)])
    return output
  }
}

/// A stacked LSTM with fixed weights, for inference from any thread.
///
/// A sequence's result is the same to the bit whichever batch it stands in, whatever padding
/// follows it, and on any number of threads.
package final class FusedLSTM: Sendable {
  private let layers: [FusedLSTMLayer]

  /// A copy of what `lstm` has learnt so far; dropout has no part in inference.
  package init(_ lstm: LSTM) {
    layers = lstm.layers.map(\.fused)
  }

  /// Reads an LSTM under the names of the layer for training: `name.weight_ih_l0` and so on.
  ///
  /// - Throws: `FileError` where a tensor is missing or has another shape.
  package init(
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
  package func callAsFunction(_ input: Tensor) -> Tensor {
    precondition(
      input.shape.count == 3, "an LSTM takes [batch, time, features], not \(input.shape)")
    var steps = input.swappingBatchAndTime()
    for layer in layers { steps = layer(steps) }
    return steps.swappingBatchAndTime()
  }
}
