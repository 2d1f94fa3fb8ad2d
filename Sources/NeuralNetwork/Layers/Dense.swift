// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

import COneDNN

/// A linear map of the last axis, y = W x + b, `[rows, inputs]` to `[rows, outputs]`.
package final class Dense: Layer {
  /// `[outputs, inputs]`.
  let weight: Parameter
  /// `[outputs]`.
  let bias: Parameter

  private var input: Tensor?
  private static let plans = PrimitiveCache<DensePlan.Key, DensePlan>()

  /// Weights uniform in +-1/sqrt(fan-in), biases zero.
  ///
  /// That is PyTorch's choice too, with two fifths of He's deviation: behind several dropouts the
  /// larger one makes the first outputs so wild that training spends its first epochs on shrinking
  /// them.
  package init(name: String, inputs: Int, outputs: Int, using generator: inout SeededGenerator) {
    let limit = 1 / Float(inputs).squareRoot()
    weight = Parameter(
      name: "\(name).weight",
      value: Tensor(shape: [outputs, inputs]) { values in
        for index in values.indices { values[index] = generator.uniform(in: -limit...limit) }
      })
    bias = Parameter(name: "\(name).bias", value: Tensor(shape: [outputs]), decays: false)
  }

  /// Weight and bias.
  package var parameters: [Parameter] { [weight, bias] }

  private func key(_ input: Tensor) -> DensePlan.Key {
    let inputs = weight.value.shape[1]
    precondition(
      input.shape.last == inputs, "\(weight.name) takes \(inputs) inputs, not \(input.shape)")
    return DensePlan.Key(
      rows: input.count / inputs, inputs: inputs, outputs: weight.value.shape[0],
      activation: .none)
  }

  /// Multiplies each row by the weights and adds the bias.
  package func forward(_ input: Tensor, phase: Phase) -> Tensor {
    let key = key(input)
    let plan = Self.plans.plan(key) { DensePlan(training: key) }
    let output = Tensor(uninitializedShape: input.shape.dropLast() + [key.outputs])
    plan.forward.run(
      inputs: [
        (DNNL_ARG_SRC, input.storage), (DNNL_ARG_WEIGHTS, weight.value.storage),
        (DNNL_ARG_BIAS, bias.value.storage),
      ], outputs: [(DNNL_ARG_DST, output.storage)])
    self.input = phase.isTraining ? input : nil
    return output
  }

  /// Adds the gradients of weight and bias and returns the input's.
  package func backward(_ outputGradient: Tensor) -> Tensor {
    guard let input else { preconditionFailure("backward of \(weight.name) without forward") }
    self.input = nil
    let key = key(input)
    let plan = Self.plans.plan(key) { DensePlan(training: key) }
    precondition(
      outputGradient.shape == input.shape.dropLast() + [key.outputs],
      "gradient \(outputGradient.shape) for rows of \(key.outputs)")
    let weightGradient = Tensor(uninitializedShape: weight.value.shape)
    let biasGradient = Tensor(uninitializedShape: bias.value.shape)
    let inputGradient = Tensor(uninitializedShape: input.shape)
    plan.backwardWeights?.run(
      inputs: [
        (DNNL_ARG_SRC, input.storage), (DNNL_ARG_DIFF_DST, outputGradient.storage),
      ],
      outputs: [
        (DNNL_ARG_DIFF_WEIGHTS, weightGradient.storage),
        (DNNL_ARG_DIFF_BIAS, biasGradient.storage),
      ])
    plan.backwardData?.run(
      inputs: [
        (DNNL_ARG_DIFF_DST, outputGradient.storage), (DNNL_ARG_WEIGHTS, weight.value.storage),
      ], outputs: [(DNNL_ARG_DIFF_SRC, inputGradient.storage)])
    weight.gradient.add(weightGradient)
    bias.gradient.add(biasGradient)
    return inputGradient
  }
}

/// The compiled operations of one linear map of `[rows, inputs]`.
final class DensePlan: Sendable {
  struct Key: Hashable, Sendable {
    var rows: Int
    var inputs: Int
    var outputs: Int
    var activation: Activation
  }

  let forward: AdaptedPrimitive
  /// Gives the gradient of the input; nil for inference.
  let backwardData: AdaptedPrimitive?
  /// Gives the gradients of weight and bias; nil for inference.
  let backwardWeights: AdaptedPrimitive?

  /// Compiles for inference.
  init(_ key: Key) {
    forward = Self.makeForward(key, dnnl_forward_inference)
    backwardData = nil
    backwardWeights = nil
  }

  /// Compiles for training.
  init(training key: Key) {
    forward = Self.makeForward(key, dnnl_forward_training)
    var source = MemoryFormat.matrix(key.rows, key.inputs)
    let weight = MemoryFormat.matrix(key.outputs, key.inputs)
    var anyWeight = weight.withAnyLayout
    var bias = MemoryFormat.vector(key.outputs)
    var target = MemoryFormat.matrix(key.rows, key.outputs)
    var descriptor = dnnl_inner_product_desc_t()
    OneDNN.check(
      dnnl_inner_product_backward_data_desc_init(
        &descriptor, &source.raw, &anyWeight.raw, &target.raw), "input gradient of \(key)")
    backwardData = AdaptedPrimitive(
      Primitive("input gradient of \(key)", descriptor, hint: forward.primitive),
      inputs: [DNNL_ARG_DIFF_DST: target, DNNL_ARG_WEIGHTS: weight],
      outputs: [DNNL_ARG_DIFF_SRC: source])
    OneDNN.check(
      dnnl_inner_product_backward_weights_desc_init(
        &descriptor, &source.raw, &anyWeight.raw, &bias.raw, &target.raw),
      "weight gradient of \(key)")
    backwardWeights = AdaptedPrimitive(
      Primitive("weight gradient of \(key)", descriptor, hint: forward.primitive),
      inputs: [DNNL_ARG_SRC: source, DNNL_ARG_DIFF_DST: target],
      outputs: [DNNL_ARG_DIFF_WEIGHTS: weight])
  }

  private static func makeForward(_ key: Key, _ kind: dnnl_prop_kind_t) -> AdaptedPrimitive {
    var source = MemoryFormat.matrix(key.rows, key.inputs)
    let weight = MemoryFormat.matrix(key.outputs, key.inputs)
    var anyWeight = weight.withAnyLayout
    var bias = MemoryFormat.vector(key.outputs)
    var target = MemoryFormat.matrix(key.rows, key.outputs)
    var descriptor = dnnl_inner_product_desc_t()
    OneDNN.check(
      dnnl_inner_product_forward_desc_init(
        &descriptor, kind, &source.raw, &anyWeight.raw, &bias.raw, &target.raw), "\(key)")
    return AdaptedPrimitive(
      Primitive(
        "\(key)", descriptor, attributes: PrimitiveAttributes(key.activation.postOperations)),
      inputs: [DNNL_ARG_SRC: source, DNNL_ARG_WEIGHTS: weight],
      outputs: [DNNL_ARG_DST: target])
  }
}
