// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

internal import COneDNN
internal import Synchronization

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
