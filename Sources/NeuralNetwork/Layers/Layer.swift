// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

/// A differentiable function of one tensor with learnt parameters.
///
/// A layer remembers its last training input; it belongs to one thread at a time.
package protocol Layer: AnyObject {
  /// Learnt tensors, in a fixed order.
  var parameters: [Parameter] { get }
  /// Tensors that are saved with the weights but not learnt, such as running means.
  var buffers: [Parameter] { get }
  /// The output for `input`; in training it keeps what `backward` needs.
  func forward(_ input: Tensor, phase: Phase) -> Tensor
  /// Adds to the parameters' gradients and returns the gradient of the last training `forward`'s
  /// input.
  func backward(_ outputGradient: Tensor) -> Tensor
}

extension Layer {
  /// Nothing learnt.
  package var parameters: [Parameter] { [] }
  /// Nothing to save beside the parameters.
  package var buffers: [Parameter] { [] }

  /// Forgets the gradients of all parameters.
  func zeroGradients() {
    for parameter in parameters { parameter.zeroGradient() }
  }
}

/// What a forward pass is for.
package enum Phase: Sendable, Equatable {
  /// Statistics are the stored ones, nothing is dropped and nothing is kept for `backward`.
  case inference
  /// As inference, but each normalisation first takes on the statistics of what it meets, without
  /// changing what it computes with them: for weights that come from a network without statistics.
  case measuring
  /// What is dropped is a pure function of `stepSeed` and of the layer, so a resumed run repeats
  /// itself exactly.
  case training(stepSeed: UInt64)

  /// Whether `backward` may follow.
  var isTraining: Bool {
    if case .training = self { true } else { false }
  }
}

/// A named tensor of a layer with room for its gradient.
package final class Parameter {
  /// Name in weight files, such as `layer1.0.conv1.weight`.
  package let name: String
  /// The current value.
  package var value: Tensor
  /// Sum of the gradients since `zeroGradient()`, in the shape of `value`.
  package var gradient: Tensor
  /// Whether weight decay applies; it does not to biases and to normalisation.
  let decays: Bool

  /// A parameter with its first value and a gradient of zero.
  init(name: String, value: Tensor, decays: Bool = true) {
    self.name = name
    self.value = value
    self.decays = decays
    gradient = Tensor(shape: value.shape)
  }

  /// Forgets the gradient.
  package func zeroGradient() {
    gradient.fill(0)
  }
}

/// Layers applied one after another.
package final class Sequential: Layer {
  /// The layers in forward order.
  package let layers: [any Layer]

  /// A chain of layers.
  package init(_ layers: [any Layer]) {
    self.layers = layers
  }

  /// All layers' parameters, in forward order.
  package var parameters: [Parameter] { layers.flatMap(\.parameters) }
  /// All layers' buffers, in forward order.
  package var buffers: [Parameter] { layers.flatMap(\.buffers) }

  /// Applies the layers in order.
  package func forward(_ input: Tensor, phase: Phase) -> Tensor {
    layers.reduce(input) { $1.forward($0, phase: phase) }
  }

  /// Sends the gradient back through the layers in reverse order.
  package func backward(_ outputGradient: Tensor) -> Tensor {
    layers.reversed().reduce(outputGradient) { $1.backward($0) }
  }
}

extension Layer {
  /// Takes every parameter and buffer from the file, each under `prefix` and its own name.
  ///
  /// - Throws: `FileError` naming the tensor, and both shapes when they differ; nothing is changed
  ///   then.
  package func load(from file: WeightFile, prefix: String = "") throws {
    let loaded = try (parameters + buffers).map { parameter in
      (parameter, try file.tensor(prefix + parameter.name, shape: parameter.value.shape))
    }
    for (parameter, value) in loaded { parameter.value = value }
  }

  /// Every parameter and buffer by `prefix` and its own name, ready for a `WeightFile`.
  package func tensors(prefix: String = "") -> [String: Tensor] {
    var tensors: [String: Tensor] = [:]
    for parameter in parameters + buffers {
      let previous = tensors.updateValue(parameter.value, forKey: prefix + parameter.name)
      precondition(previous == nil, "two parameters are called \(prefix + parameter.name)")
    }
    return tensors
  }
}
