// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

/// Moves parameters along their gradients.
///
/// Its state is stored beside the weights, so that a stopped training goes on exactly as if it had not stopped.
public protocol Optimizer: AnyObject {
  /// Changes every parameter's value once; leaves the gradients as they are.
  func step(learningRate: Float)
  /// What it remembers between steps, keyed `kind.parameter name`, and `step`.
  var state: [String: Tensor] { get }
  /// Takes back what `state` gave.
  ///
  /// - Throws: `WeightError` when a tensor is missing or of another shape; nothing is changed then.
  func restore(_ state: [String: Tensor]) throws
}

/// The tensors that an optimiser keeps per parameter, and its count of steps.
struct OptimizerSlots {
  let parameters: [Parameter]
  let kinds: [String]
  /// By kind, then by parameter.
  let tensors: [[Slot]]
  var stepCount = 0

  /// A box, so that the slots of one parameter can be written to side by side.
  final class Slot {
    var value: Tensor
    init(_ value: Tensor) { self.value = value }
  }

  init(_ parameters: [Parameter], kinds: [String]) {
    let names = Set(parameters.map(\.name))
    precondition(names.count == parameters.count, "two parameters have the same name")
    self.parameters = parameters
    self.kinds = kinds
    tensors = kinds.map { _ in parameters.map { Slot(Tensor(shape: $0.value.shape)) } }
  }

  var state: [String: Tensor] {
    var state = ["step": encoded(stepCount)]
    for (kind, slots) in zip(kinds, tensors) {
      for (parameter, slot) in zip(parameters, slots) {
        state["\(kind).\(parameter.name)"] = slot.value
      }
    }
    return state
  }

  mutating func restore(_ state: [String: Tensor]) throws {
    let file = WeightFile(tensors: state)
    let step = try file.tensor("step", shape: [2])
    guard let high = Int32(exactly: step[0]), let low = Int32(exactly: step[1]),
      high >= 0, (0..<1 << 20).contains(low)
    else {
      throw WeightError(.load, path: nil, tensor: "step", reason: "\(step.values) is no count")
    }
    let restored = try kinds.map { kind in
      try parameters.map { try file.tensor("\(kind).\($0.name)", shape: $0.value.shape) }
    }
    for (slots, values) in zip(tensors, restored) {
      for (slot, value) in zip(slots, values) { slot.value = value }
    }
    stepCount = Int(high) << 20 + Int(low)
  }

  // A Float holds integers up to 2^24 exactly, so the count is stored in two parts.
  private func encoded(_ count: Int) -> Tensor {
    Tensor(shape: [2], [Float(count >> 20), Float(count & 0xf_ffff)])
  }
}
