// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

internal import COneDNN

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
