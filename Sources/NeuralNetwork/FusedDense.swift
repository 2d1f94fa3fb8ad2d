// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

internal import COneDNN

/// A linear map for inference with its activation, safe to call from several threads at once.
public final class FusedDense: Sendable {
  private let weight: Tensor
  private let bias: Tensor
  private let activation: Activation
  private static let plans = PrimitiveCache<DensePlan.Key, DensePlan>()

  /// y = f(W x + b) with `weight` `[outputs, inputs]` and `bias` `[outputs]`, zero where there is none.
  public init(weight: Tensor, bias: Tensor?, activation: Activation = .none) {
    precondition(weight.shape.count == 2, "weights are [outputs, inputs], not \(weight.shape)")
    precondition(
      bias.map { $0.shape == [weight.shape[0]] } ?? true,
      "a bias for each of \(weight.shape[0]) outputs")
    self.weight = weight
    self.bias = bias ?? Tensor(shape: [weight.shape[0]])
    self.activation = activation
  }

  /// The same map as a layer for training, frozen.
  public convenience init(_ dense: Dense, activation: Activation = .none) {
    self.init(weight: dense.weight.value, bias: dense.bias.value, activation: activation)
  }

  /// Reads `name.weight` and `name.bias`, the names of the layer for training.
  ///
  /// - Throws: `WeightError` where a tensor is missing or has another shape.
  public convenience init(
    from file: WeightFile, name: String, inputs: Int, outputs: Int, activation: Activation = .none
  ) throws {
    self.init(
      weight: try file.tensor("\(name).weight", shape: [outputs, inputs]),
      bias: try file.tensor("\(name).bias", shape: [outputs]), activation: activation)
  }

  /// `[..., inputs]` to `[..., outputs]`.
  public func callAsFunction(_ input: Tensor) -> Tensor {
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
