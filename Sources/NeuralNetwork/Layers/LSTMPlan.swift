// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

import COneDNN
import Synchronization

/// Everything that a layer of an LSTM is compiled for.
struct LSTMGeometry: Hashable, Sendable, CustomStringConvertible {
  let time: Int
  let batch: Int
  let inputSize: Int
  let hiddenSize: Int

  /// The inputs `[time, batch, features]`.
  var inputShape: [Int] { [time, batch, inputSize] }
  /// The outputs `[time, batch, hidden]`.
  var outputShape: [Int] { [time, batch, hiddenSize] }

  var description: String {
    "an LSTM of \(inputSize) to \(hiddenSize) values, \(time) steps of \(batch) sequences"
  }
}

/// The compiled operations of one layer of an LSTM, on time-major sequences.
///
/// oneDNN's order of gates (input, forget, candidate, output) is PyTorch's, so weights
/// `[4 hidden, inputs]` are its layout `ldgoi` as they are.
final class LSTMPlan: Sendable {
  let forward: AdaptedPrimitive
  /// Nil for inference.
  let backward: AdaptedPrimitive?
  /// Bytes of what forward keeps for backward; 0 for inference.
  let workspaceBytes: Int
  /// Copies of weight gradients from the layout they arrive in to that of the weights; nil for
  /// inference.
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

  /// Whether a sequence's result is the same to the bit in every batch, at every length and thread
  /// count.
  ///
  /// Measured of the kernel for AVX-512; the others multiply one row by another order of additions
  /// than many.
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
    // Without a stated first state oneDNN 2.6.3 gives wrong gradients of the hidden weights, though
    // right outputs.
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

/// One layer of an LSTM with fixed weights, for inference from any thread.
final class FusedLSTMLayer: Sendable {
  private let inputWeight: Tensor
  private let hiddenWeight: Tensor
  private let bias: Tensor
  private let inputSize: Int
  let hiddenSize: Int
  /// The weights in the layouts that the plans met so far work on: one, as a rule.
  private let arrangements = Mutex<[Arrangement]>([])

  private struct Arrangement: Sendable {
    let inputFormat: MemoryFormat
    let hiddenFormat: MemoryFormat
    let inputWeight: TensorStorage
    let hiddenWeight: TensorStorage
  }

  /// Weights `[4 hidden, inputs]` and `[4 hidden, hidden]`, bias `[4 hidden]`.
  init(inputWeight: Tensor, hiddenWeight: Tensor, bias: Tensor) {
    let hiddenSize = bias.count / 4
    precondition(
      inputWeight.shape.count == 2 && inputWeight.shape[0] == 4 * hiddenSize
        && hiddenWeight.shape == [4 * hiddenSize, hiddenSize] && bias.shape == [4 * hiddenSize],
      "LSTM weights \(inputWeight.shape), \(hiddenWeight.shape), \(bias.shape) do not fit")
    self.inputWeight = inputWeight
    self.hiddenWeight = hiddenWeight
    self.bias = bias
    self.inputSize = inputWeight.shape[1]
    self.hiddenSize = hiddenSize
  }

  /// `[time, batch, inputs]` -> `[time, batch, hidden]`.
  func callAsFunction(_ input: Tensor) -> Tensor {
    precondition(
      input.shape.count == 3 && input.shape[2] == inputSize,
      "an LSTM of \(inputSize) inputs was given \(input.shape)")
    let (time, batch) = (input.shape[0], input.shape[1])
    guard input.count > 0 else { return Tensor(shape: [time, batch, hiddenSize]) }
    let geometry = LSTMGeometry(
      time: time, batch: batch, inputSize: inputSize, hiddenSize: hiddenSize)
    let plan = LSTMPlan.inference(geometry)
    guard batch > 1, !plan.isBatchInvariant else { return run(plan, input, geometry) }
    let sequences = input.swappingBatchAndTime()
    let outputs = (0..<batch).map { row in
      self(sequences.rows(row..<row + 1).reshaped([time, 1, inputSize]))
        .reshaped([1, time, hiddenSize])
    }
    return Tensor.concatenated(outputs, axis: .first).swappingBatchAndTime()
  }

  private func run(_ plan: LSTMPlan, _ input: Tensor, _ geometry: LSTMGeometry) -> Tensor {
    let weights = arrangement(for: plan)
    let output = Tensor(uninitializedShape: geometry.outputShape)
    plan.forward.run(
      inputs: [(DNNL_ARG_SRC_LAYER, input.storage)],
      ready: [
        (DNNL_ARG_WEIGHTS_LAYER, weights.inputWeight),
        (DNNL_ARG_WEIGHTS_ITER, weights.hiddenWeight), (DNNL_ARG_BIAS, bias.storage),
      ], outputs: [(DNNL_ARG_DST_LAYER, output.storage)])
    return output
  }

  private func arrangement(for plan: LSTMPlan) -> Arrangement {
    let inputFormat = plan.forward.primitive.format(of: DNNL_ARG_WEIGHTS_LAYER)
    let hiddenFormat = plan.forward.primitive.format(of: DNNL_ARG_WEIGHTS_ITER)
    return arrangements.withLock { known in
      if let found = known.first(where: {
        $0.inputFormat.matches(inputFormat) && $0.hiddenFormat.matches(hiddenFormat)
      }) {
        return found
      }
      let made = Arrangement(
        inputFormat: inputFormat, hiddenFormat: hiddenFormat,
        inputWeight: plan.forward.prepared(DNNL_ARG_WEIGHTS_LAYER, inputWeight.storage),
        hiddenWeight: plan.forward.prepared(DNNL_ARG_WEIGHTS_ITER, hiddenWeight.storage))
      known.append(made)
      return made
    }
  }
}
