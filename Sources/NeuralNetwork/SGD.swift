// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

/// Stochastic gradient descent with momentum, as `torch.optim.SGD`.
///
/// g = gradient + weightDecay * value; m = momentum * m + g; value -= rate * (nesterov ? g + momentum * m : m).
/// Weight decay touches only parameters whose `decays` is true.
public final class SGD: Optimizer {
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
  public init(
    parameters: [Parameter], momentum: Float = 0.9, nesterov: Bool = false, weightDecay: Float = 0
  ) {
    precondition((0..<1).contains(momentum), "momentum \(momentum) is not in [0, 1)")
    self.momentum = momentum
    self.nesterov = nesterov
    self.weightDecay = weightDecay
    slots = OptimizerSlots(parameters, kinds: ["momentum"])
  }

  /// Momentum keyed `momentum.<parameter name>`, and `step`.
  public var state: [String: Tensor] { slots.state }

  /// Takes back what `state` gave; throws `WeightError` when it does not fit.
  public func restore(_ state: [String: Tensor]) throws { try slots.restore(state) }

  /// Changes every parameter once.
  public func step(learningRate: Float) {
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
