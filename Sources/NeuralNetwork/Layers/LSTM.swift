// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

import COneDNN

/// Stacked long short-term memory (Hochreiter and Schmidhuber 1997) over `[batch, time, features]`.
///
/// Per step, with gates i, f, g, o in PyTorch's order:
/// c = sigmoid(f) c + sigmoid(i) tanh(g); h = sigmoid(o) tanh(c).
/// States start at zero. Sequences of unequal length are padded at the end: earlier outputs do not
/// see the padding.
package final class LSTM: Layer {
  /// Features per step going in.
  let inputSize: Int
  /// Features per step coming out.
  let hiddenSize: Int
  /// Learnt tensors of each layer, first to last.
  let layers: [LSTMLayer]
  private let dropout: Float
  private let salt: UInt64
  /// Masks behind each layer but the last, of the last training forward.
  private var masks: [DropoutMask?] = []

  /// An LSTM with weights drawn evenly from within 1 / sqrt(hiddenSize), as in PyTorch.
  ///
  /// Biases start at 0, but at 1 for the forget gate, so that the memory lasts from the start (Gers
  /// et al. 2000).
  /// - Parameters:
  ///   - name: begins the parameters' names: `name.weight_ih_l0` `[4 hidden, inputs]`,
  ///     `name.weight_hh_l0` `[4 hidden, hidden]`, `name.bias_l0` `[4 hidden]` (the sum of
  ///     PyTorch's two), and so on by layer.
  ///   - dropout: rate between the layers, in [0, 1).
  ///   - salt: differs from that of a network's other dropouts.
  package init(
    name: String, inputSize: Int, hiddenSize: Int, layerCount: Int, dropout: Float = 0,
    salt: UInt64 = 0x4c53_544d, using generator: inout SeededGenerator
  ) {
    precondition(
      inputSize > 0 && hiddenSize > 0 && layerCount > 0,
      "an LSTM of \(inputSize) to \(hiddenSize) values in \(layerCount) layers")
    precondition((0..<1).contains(dropout), "dropout rate \(dropout) is not in [0, 1)")
    self.inputSize = inputSize
    self.hiddenSize = hiddenSize
    self.dropout = dropout
    self.salt = salt
    var layers: [LSTMLayer] = []
    for index in 0..<layerCount {
      layers.append(
        LSTMLayer(
          name: name, index: index, inputSize: index == 0 ? inputSize : hiddenSize,
          hiddenSize: hiddenSize, using: &generator))
    }
    self.layers = layers
  }

  /// Input weight, hidden weight and bias of each layer, first to last.
  package var parameters: [Parameter] { layers.flatMap(\.parameters) }

  /// All steps of the last layer, `[batch, time, hidden]`.
  package func forward(_ input: Tensor, phase: Phase) -> Tensor {
    precondition(
      input.shape.count == 3 && input.shape[2] == inputSize,
      "an LSTM takes [batch, time, \(inputSize)], not \(input.shape)")
    masks = layers.indices.dropLast().map { index in
      DropoutMask(
        rate: dropout, phase: phase, salt: SeededGenerator.mixing(salt, UInt64(index)))
    }
    var steps = input.swappingBatchAndTime()
    for (index, layer) in layers.enumerated() {
      if index > 0, let mask = masks[index - 1] { steps = mask.applied(to: steps) }
      steps = layer.forward(steps, isTraining: phase.isTraining)
    }
    return steps.swappingBatchAndTime()
  }

  /// Backward through time; adds to the gradients and returns that of the input.
  package func backward(_ outputGradient: Tensor) -> Tensor {
    var gradient = outputGradient.swappingBatchAndTime()
    for (index, layer) in layers.enumerated().reversed() {
      gradient = layer.backward(gradient)
      if index > 0, let mask = masks[index - 1] { gradient = mask.applied(to: gradient) }
    }
    return gradient.swappingBatchAndTime()
  }
}

/// One layer of an LSTM on time-major sequences `[time, batch, features]`.
final class LSTMLayer {
  /// `[4 hidden, inputs]`.
  let inputWeight: Parameter
  /// `[4 hidden, hidden]`.
  let hiddenWeight: Parameter
  /// `[4 hidden]`.
  let bias: Parameter
  private let inputSize: Int
  private let hiddenSize: Int
  private var kept: Kept?

  /// What backward needs of forward.
  private struct Kept {
    /// The very plan of forward, since another thread count would lay the workspace out otherwise.
    let plan: LSTMPlan
    let geometry: LSTMGeometry
    let input: Tensor
    let output: Tensor
    let workspace: TensorStorage
    /// Hidden and cell state before the first step, zeros `[batch, hidden]`.
    let start: Tensor
  }

  init(
    name: String, index: Int, inputSize: Int, hiddenSize: Int,
    using generator: inout SeededGenerator
  ) {
    self.inputSize = inputSize
    self.hiddenSize = hiddenSize
    let bound = 1 / Float(hiddenSize).squareRoot()
    func weight(_ columns: Int, _ generator: inout SeededGenerator) -> Tensor {
      Tensor(shape: [4 * hiddenSize, columns]) { values in
        for at in values.indices { values[at] = generator.uniform(in: -bound...bound) }
      }
    }
    inputWeight = Parameter(
      name: "\(name).weight_ih_l\(index)", value: weight(inputSize, &generator))
    hiddenWeight = Parameter(
      name: "\(name).weight_hh_l\(index)", value: weight(hiddenSize, &generator))
    bias = Parameter(
      name: "\(name).bias_l\(index)",
      value: Tensor(shape: [4 * hiddenSize]) { values in
        for at in values.indices { values[at] = at / hiddenSize == 1 ? 1 : 0 }
      }, decays: false)
  }

  var parameters: [Parameter] { [inputWeight, hiddenWeight, bias] }

  /// A fixed copy of the weights for inference.
  var fused: FusedLSTMLayer {
    FusedLSTMLayer(
      inputWeight: inputWeight.value, hiddenWeight: hiddenWeight.value, bias: bias.value)
  }

  func forward(_ input: Tensor, isTraining: Bool) -> Tensor {
    kept = nil
    guard isTraining else { return fused(input) }
    precondition(input.count > 0, "training on no step at all: \(input.shape)")
    let geometry = LSTMGeometry(
      time: input.shape[0], batch: input.shape[1], inputSize: inputSize, hiddenSize: hiddenSize)
    let plan = LSTMPlan.training(geometry)
    let output = Tensor(uninitializedShape: geometry.outputShape)
    let kept = Kept(
      plan: plan, geometry: geometry, input: input, output: output,
      workspace: TensorStorage(bytes: plan.workspaceBytes),
      start: Tensor(shape: [geometry.batch, hiddenSize]))
    plan.forward.run(
      inputs: operands(kept),
      outputs: [(DNNL_ARG_DST_LAYER, output.storage), (DNNL_ARG_WORKSPACE, kept.workspace)])
    self.kept = kept
    return output
  }

  func backward(_ outputGradient: Tensor) -> Tensor {
    guard let kept else {
      preconditionFailure("backward of \(bias.name) without a training forward")
    }
    self.kept = nil
    precondition(
      outputGradient.shape == kept.geometry.outputShape,
      "gradient \(outputGradient.shape) for an output of \(kept.geometry.outputShape)")
    let inputGradient = Tensor(uninitializedShape: kept.geometry.inputShape)
    // oneDNN adds to these three, so they start at zero.
    let inputWeightGradient = Tensor(shape: inputWeight.value.shape)
    let hiddenWeightGradient = Tensor(shape: hiddenWeight.value.shape)
    let biasGradient = Tensor(shape: bias.value.shape)
    // Gradients of the states before the first step, which nobody asks for.
    let unused = (Tensor(shape: kept.start.shape), Tensor(shape: kept.start.shape))
    kept.plan.backward?.run(
      inputs: operands(kept) + [
        (DNNL_ARG_DST_LAYER, kept.output.storage),
        (DNNL_ARG_DIFF_DST_LAYER, outputGradient.storage),
      ], ready: [(DNNL_ARG_WORKSPACE, kept.workspace)],
      outputs: [
        (DNNL_ARG_DIFF_SRC_LAYER, inputGradient.storage),
        (DNNL_ARG_DIFF_SRC_ITER, unused.0.storage), (DNNL_ARG_DIFF_SRC_ITER_C, unused.1.storage),
        (DNNL_ARG_DIFF_WEIGHTS_LAYER, inputWeightGradient.storage),
        (DNNL_ARG_DIFF_WEIGHTS_ITER, hiddenWeightGradient.storage),
        (DNNL_ARG_DIFF_BIAS, biasGradient.storage),
      ])
    add(inputWeightGradient, by: kept.plan.inputWeightGradient, to: inputWeight)
    add(hiddenWeightGradient, by: kept.plan.hiddenWeightGradient, to: hiddenWeight)
    bias.gradient.add(biasGradient)
    return inputGradient
  }

  /// What goes into both directions.
  private func operands(_ kept: Kept) -> [(index: Int32, storage: TensorStorage)] {
    [
      (DNNL_ARG_SRC_LAYER, kept.input.storage), (DNNL_ARG_SRC_ITER, kept.start.storage),
      (DNNL_ARG_SRC_ITER_C, kept.start.storage),
      (DNNL_ARG_WEIGHTS_LAYER, inputWeight.value.storage),
      (DNNL_ARG_WEIGHTS_ITER, hiddenWeight.value.storage), (DNNL_ARG_BIAS, bias.value.storage),
    ]
  }

  private func add(_ gradient: Tensor, by copy: Primitive?, to parameter: Parameter) {
    let arranged = Tensor(uninitializedShape: parameter.value.shape)
    copy?.run([
      (Primitive.copySource, gradient.storage), (Primitive.copyTarget, arranged.storage),
    ])
    parameter.gradient.add(arranged)
  }
}
