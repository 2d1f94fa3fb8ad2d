// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

import Files
import Foundation

/// Moves parameters along their gradients.
///
/// Its state is stored beside the weights, so that a stopped training goes on exactly as if it had
/// not stopped.
package protocol Optimizer: AnyObject {
  /// Changes every parameter's value once; leaves the gradients as they are.
  func step(learningRate: Float)
  /// What it remembers between steps, keyed `kind.parameter name`, and `step`.
  var state: [String: Tensor] { get }
  /// Takes back what `state` gave.
  ///
  /// - Throws: `FileError` when a tensor is missing or of another shape; nothing is changed then.
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
      throw FileError.unfitWeights(nil, tensor: "step", reason: "\(step.values) is no count")
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

/// Stochastic gradient descent with momentum, as `torch.optim.SGD`.
///
/// g = gradient + weightDecay * value; m = momentum * m + g; value -= rate * (nesterov ? g +
/// momentum * m : m). Weight decay touches only parameters whose `decays` is true.
package final class SGD: Optimizer {
  private let momentum: Float
  private let nesterov: Bool
  private let weightDecay: Float
  private var slots: OptimizerSlots

  /// An optimiser whose momentum starts at zero.
  ///
  /// - Parameters:
  ///   - parameters: what it moves; their names must differ.
  ///   - momentum: in [0, 1).
  ///   - nesterov: looks one step ahead along the momentum.
  ///   - weightDecay: strength of the L2 penalty, which is added to the gradient.
  package init(
    parameters: [Parameter], momentum: Float = 0.9, nesterov: Bool = false, weightDecay: Float = 0
  ) {
    precondition((0..<1).contains(momentum), "momentum \(momentum) is not in [0, 1)")
    self.momentum = momentum
    self.nesterov = nesterov
    self.weightDecay = weightDecay
    slots = OptimizerSlots(parameters, kinds: ["momentum"])
  }

  /// Momentum keyed `momentum.<parameter name>`, and `step`.
  package var state: [String: Tensor] { slots.state }

  /// Takes back what `state` gave; throws `FileError` when it does not fit.
  package func restore(_ state: [String: Tensor]) throws { try slots.restore(state) }

  /// Changes every parameter once.
  package func step(learningRate: Float) {
    slots.stepCount += 1
    for (index, parameter) in slots.parameters.enumerated() {
      let decay = parameter.decays ? weightDecay : 0
      parameter.gradient.withUnsafeBuffer { gradient in
        slots.tensors[0][index].value.withUnsafeMutableBuffer { velocity in
          parameter.value.withUnsafeMutableBuffer { value in
            for at in 0..<value.count {
              let slope = gradient[at] + decay * value[at]
              velocity[at] = momentum * velocity[at] + slope
              let direction = nesterov ? slope + momentum * velocity[at] : velocity[at]
              value[at] -= learningRate * direction
            }
          }
        }
      }
    }
  }
}

/// Adam with decoupled weight decay, as `torch.optim.AdamW` (Loshchilov and Hutter, 2019).
///
/// value *= 1 - rate * weightDecay; m = beta1 m + (1 - beta1) g; v = beta2 v + (1 - beta2) g^2;
/// value -= rate / (1 - beta1^t) * m / (sqrt(v / (1 - beta2^t)) + epsilon).
/// Weight decay touches only parameters whose `decays` is true.
package final class AdamW: Optimizer {
  private let beta1: Float
  private let beta2: Float
  private let epsilon: Float
  private let weightDecay: Float
  private var slots: OptimizerSlots

  /// An optimiser whose moments start at zero.
  ///
  /// - Parameters:
  ///   - parameters: what it moves; their names must differ.
  ///   - beta1: memory of the mean, in [0, 1).
  ///   - beta2: memory of the variance, in [0, 1).
  ///   - epsilon: keeps the divisor off zero.
  ///   - weightDecay: share of a value lost per step and unit of learning rate.
  package init(
    parameters: [Parameter], beta1: Float = 0.9, beta2: Float = 0.999, epsilon: Float = 1e-8,
    weightDecay: Float = 0
  ) {
    precondition((0..<1).contains(beta1), "beta1 \(beta1) is not in [0, 1)")
    precondition((0..<1).contains(beta2), "beta2 \(beta2) is not in [0, 1)")
    self.beta1 = beta1
    self.beta2 = beta2
    self.epsilon = epsilon
    self.weightDecay = weightDecay
    slots = OptimizerSlots(parameters, kinds: ["mean", "variance"])
  }

  /// Moments keyed `mean.<parameter name>` and `variance.<parameter name>`, and `step`.
  package var state: [String: Tensor] { slots.state }

  /// Takes back what `state` gave; throws `FileError` when it does not fit.
  package func restore(_ state: [String: Tensor]) throws { try slots.restore(state) }

  /// Changes every parameter once.
  package func step(learningRate: Float) {
    slots.stepCount += 1
    let time = Double(slots.stepCount)
    let meanCorrection = 1 - pow(Double(beta1), time)
    let varianceCorrection = Float((1 - pow(Double(beta2), time)).squareRoot())
    let stepSize = Float(Double(learningRate) / meanCorrection)
    for (index, parameter) in slots.parameters.enumerated() {
      let keep = parameter.decays ? 1 - learningRate * weightDecay : 1
      parameter.gradient.withUnsafeBuffer { gradient in
        slots.tensors[0][index].value.withUnsafeMutableBuffer { mean in
          slots.tensors[1][index].value.withUnsafeMutableBuffer { variance in
            parameter.value.withUnsafeMutableBuffer { value in
              for at in 0..<value.count {
                let slope = gradient[at]
                mean[at] += (1 - beta1) * (slope - mean[at])
                variance[at] = beta2 * variance[at] + (1 - beta2) * slope * slope
                let deviation = variance[at].squareRoot() / varianceCorrection + epsilon
                value[at] = value[at] * keep - stepSize * mean[at] / deviation
              }
            }
          }
        }
      }
    }
  }
}

/// Keeps a bad batch from throwing the weights away.
package enum GradientClipping {
  /// Scales all gradients so that their common L2 norm is at most `maximum`, as `clip_grad_norm_`.
  ///
  /// A norm that is not finite changes nothing; the caller sees it in the result and can leave the
  /// step out.
  /// - Returns: the norm before clipping.
  @discardableResult
  package static func clipGlobalNorm(_ parameters: [Parameter], to maximum: Float) -> Float {
    precondition(maximum > 0, "a maximum norm of \(maximum) is not positive")
    // One sum in one order: the last bit of the norm is part of what a training comes to.
    var sum = 0.0
    for parameter in parameters {
      parameter.gradient.withUnsafeBuffer { gradient in
        for value in gradient { sum += Double(value) * Double(value) }
      }
    }
    let norm = sum.squareRoot()
    guard norm.isFinite else { return Float(norm) }
    // PyTorch's 1e-6, so that a norm of exactly `maximum` shrinks by the same hair.
    let scale = Float(Double(maximum) / (norm + 1e-6))
    if scale < 1 {
      for parameter in parameters { parameter.gradient.scale(by: scale) }
    }
    return Float(norm)
  }
}

/// A running average of weights, which is used in place of the last ones.
package enum WeightAveraging {
  /// Moves each of `averages` towards its counterpart: a = k a + (1 - k) p, k = min(decay, step /
  /// (step + 10)).
  ///
  /// The memory grows with the steps at first, so that the start is forgotten.
  /// - Parameters:
  ///   - parameters: in the order of `averages`, of the same shapes.
  ///   - decay: share of the average that a step keeps in the end, in [0, 1).
  ///   - step: counted from 0.
  package static func move(
    _ averages: [Parameter], towards parameters: [Parameter], decay: Float, step: Int
  ) {
    let keep = min(decay, Float(step) / Float(step + 10))
    for (average, parameter) in zip(averages, parameters) {
      average.value.scale(by: keep)
      average.value.add(parameter.value, scale: 1 - keep)
    }
  }
}
