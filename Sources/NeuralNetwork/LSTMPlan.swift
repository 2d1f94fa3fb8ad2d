// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

internal import COneDNN

/// The compiled operations of one layer of an LSTM, on time-major sequences.
///
/// oneDNN's order of gates (input, forget, candidate, output) is PyTorch's, so weights `[4 hidden, inputs]` are its
/// layout `ldgoi` as they are.
final class LSTMPlan: Sendable {
  let forward: AdaptedPrimitive
  /// Nil for inference.
  let backward: AdaptedPrimitive?
  /// Bytes of what forward keeps for backward; 0 for inference.
  let workspaceBytes: Int
  /// Copies of weight gradients from the layout they arrive in to that of the weights; nil for inference.
  let inputWeightGradient: Primitive?
  let hiddenWeightGradient: Primitive?

  private static let inferencePlans = PrimitiveCache<LSTMGeometry, LSTMPlan>()
  private static let trainingPlans = PrimitiveCache<LSTMGeometry, LSTMPlan>()

  static func inference(_ geometry: LSTMGeometry) -> LSTMPlan {
    inferencePlans.plan(geometry) { LSTMPlan(inference: geometry) }
  }

  static func training(_ geometry: LSTMGeometry) -> LSTMPlan {
    trainingPlans.plan(geometry) { LSTMPlan(training: geometry) }
  }

  /// Whether a sequence's result is the same to the bit in every batch, at every length and thread count.
  ///
  /// Measured of the kernel for AVX-512; the others multiply one row by another order of additions than many.
  var isBatchInvariant: Bool { forward.primitive.implementation.hasPrefix("brgemm") }

  private init(inference geometry: LSTMGeometry) {
    forward = Self.makeForward(geometry, dnnl_forward_inference)
    backward = nil
    workspaceBytes = 0
    inputWeightGradient = nil
    hiddenWeightGradient = nil
  }

  private init(training geometry: LSTMGeometry) {
    let formats = Formats(geometry)
    forward = Self.makeForward(geometry, dnnl_forward_training)
    workspaceBytes = forward.primitive.format(of: DNNL_ARG_WORKSPACE).bytes
    backward = Self.makeBackward(geometry, hint: forward.primitive)
    inputWeightGradient = Primitive(
      reorderFrom: formats.inputWeightGradient, to: formats.inputWeight)
    hiddenWeightGradient = Primitive(
      reorderFrom: formats.hiddenWeightGradient, to: formats.hiddenWeight)
  }

  private static func makeForward(
    _ geometry: LSTMGeometry, _ kind: dnnl_prop_kind_t
  ) -> AdaptedPrimitive {
    var descriptor = dnnl_rnn_desc_t()
    var formats = Formats(geometry)
    // Without a stated first state oneDNN 2.6.3 gives wrong gradients of the hidden weights, though right outputs.
    if kind == dnnl_forward_inference {
      formats.state.raw = dnnl_memory_desc_t()
      formats.cell.raw = dnnl_memory_desc_t()
    }
    OneDNN.check(
      dnnl_lstm_forward_desc_init(
        &descriptor, kind, dnnl_unidirectional_left2right, &formats.source.raw,
        &formats.state.raw, &formats.cell.raw,
        &formats.anyInputWeight.raw, &formats.anyHiddenWeight.raw, &formats.bias.raw,
        &formats.target.raw, nil, nil, 0), "\(geometry)")
    return AdaptedPrimitive(
      Primitive("\(geometry)", descriptor),
      inputs: [
        DNNL_ARG_SRC_LAYER: formats.source, DNNL_ARG_WEIGHTS_LAYER: formats.inputWeight,
        DNNL_ARG_WEIGHTS_ITER: formats.hiddenWeight, DNNL_ARG_BIAS: formats.bias,
      ], outputs: [DNNL_ARG_DST_LAYER: formats.target])
  }

  private static func makeBackward(_ geometry: LSTMGeometry, hint: Primitive) -> AdaptedPrimitive {
    var descriptor = dnnl_rnn_desc_t()
    let formats = Formats(geometry)
    // The same layout stands for an operand and for its gradient, and C wants a pointer for each.
    var operands = formats
    var gradients = formats
    OneDNN.check(
      dnnl_lstm_backward_desc_init(
        &descriptor, dnnl_backward, dnnl_unidirectional_left2right, &operands.source.raw,
        &operands.state.raw, &operands.cell.raw,
        &operands.anyInputWeight.raw, &operands.anyHiddenWeight.raw, &operands.bias.raw,
        &operands.target.raw, nil, nil, &gradients.source.raw, &gradients.state.raw,
        &gradients.cell.raw,
        &gradients.inputWeightGradient.raw, &gradients.hiddenWeightGradient.raw,
        &gradients.bias.raw, &gradients.target.raw, nil, nil, 0), "gradient of \(geometry)")
    return AdaptedPrimitive(
      Primitive("gradient of \(geometry)", descriptor, hint: hint),
      inputs: [
        DNNL_ARG_SRC_LAYER: formats.source, DNNL_ARG_WEIGHTS_LAYER: formats.inputWeight,
        DNNL_ARG_WEIGHTS_ITER: formats.hiddenWeight, DNNL_ARG_BIAS: formats.bias,
        DNNL_ARG_DST_LAYER: formats.target, DNNL_ARG_DIFF_DST_LAYER: formats.target,
      ], outputs: [DNNL_ARG_DIFF_SRC_LAYER: formats.source])
  }

  private struct Formats {
    var source: MemoryFormat
    var target: MemoryFormat
    var inputWeight: MemoryFormat
    var hiddenWeight: MemoryFormat
    var anyInputWeight: MemoryFormat
    var anyHiddenWeight: MemoryFormat
    var inputWeightGradient: MemoryFormat
    var hiddenWeightGradient: MemoryFormat
    var bias: MemoryFormat
    var state: MemoryFormat
    var cell: MemoryFormat

    init(_ geometry: LSTMGeometry) {
      let hidden = geometry.hiddenSize
      // Axes of weights: layers, directions, inputs, gates, outputs.
      let inputExtents = [1, 1, geometry.inputSize, 4, hidden]
      let hiddenExtents = [1, 1, hidden, 4, hidden]
      source = MemoryFormat(geometry.inputShape, dnnl_tnc)
      target = MemoryFormat(geometry.outputShape, dnnl_tnc)
      inputWeight = MemoryFormat(inputExtents, dnnl_ldgoi)
      hiddenWeight = MemoryFormat(hiddenExtents, dnnl_ldgoi)
      anyInputWeight = inputWeight.withAnyLayout
      anyHiddenWeight = hiddenWeight.withAnyLayout
      inputWeightGradient = MemoryFormat(inputExtents, dnnl_ldigo)
      hiddenWeightGradient = MemoryFormat(hiddenExtents, dnnl_ldigo)
      state = MemoryFormat([1, 1, geometry.batch, hidden], dnnl_ldnc)
      cell = state
      bias = MemoryFormat([1, 1, 4, hidden], dnnl_ldgo)
    }
  }
}
