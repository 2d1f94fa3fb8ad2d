// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

/// Stacked long short-term memory (Hochreiter and Schmidhuber 1997) over `[batch, time, features]`.
///
/// Per step, with gates i, f, g, o in PyTorch's order: c = sigmoid(f) c + sigmoid(i) tanh(g); h = sigmoid(o) tanh(c).
/// States start at zero. Sequences of unequal length are padded at the end: earlier outputs do not see the padding.
public final class LSTM: Layer {
  /// Features per step going in.
  public let inputSize: Int
  /// Features per step coming out.
  public let hiddenSize: Int
  /// Learnt tensors of each layer, first to last.
  let layers: [LSTMLayer]
  private let dropout: Float
  private let salt: UInt64
  /// Masks behind each layer but the last, of the last training forward.
  private var masks: [DropoutMask?] = []

  /// An LSTM with weights drawn evenly from within 1 / sqrt(hiddenSize), as in PyTorch.
  ///
  /// Biases start at 0, but at 1 for the forget gate, so that the memory lasts from the start (Gers et al. 2000).
  /// - Parameters:
  ///   - name: begins the parameters' names: `name.weight_ih_l0` `[4 hidden, inputs]`, `name.weight_hh_l0`
  ///     `[4 hidden, hidden]`, `name.bias_l0` `[4 hidden]` (the sum of PyTorch's two), and so on by layer.
  ///   - dropout: rate between the layers, in [0, 1).
  ///   - salt: differs from that of a network's other dropouts.
  public init(
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
  public var parameters: [Parameter] { layers.flatMap(\.parameters) }

  /// All steps of the last layer, `[batch, time, hidden]`.
  public func forward(_ input: Tensor, phase: Phase) -> Tensor {
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
  public func backward(_ outputGradient: Tensor) -> Tensor {
    var gradient = outputGradient.swappingBatchAndTime()
    for (index, layer) in layers.enumerated().reversed() {
      gradient = layer.backward(gradient)
      if index > 0, let mask = masks[index - 1] { gradient = mask.applied(to: gradient) }
    }
    return gradient.swappingBatchAndTime()
  }
}
