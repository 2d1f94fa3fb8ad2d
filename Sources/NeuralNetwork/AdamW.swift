// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

internal import Foundation

/// Adam with decoupled weight decay, as `torch.optim.AdamW` (Loshchilov and Hutter, 2019).
///
/// value *= 1 - rate * weightDecay; m = beta1 m + (1 - beta1) g; v = beta2 v + (1 - beta2) g^2;
/// value -= rate / (1 - beta1^t) * m / (sqrt(v / (1 - beta2^t)) + epsilon).
/// Weight decay touches only parameters whose `decays` is true.
public final class AdamW: Optimizer {
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
  public init(
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
  public var state: [String: Tensor] { slots.state }

  /// Takes back what `state` gave; throws `WeightError` when it does not fit.
  public func restore(_ state: [String: Tensor]) throws { try slots.restore(state) }

  /// Changes every parameter once.
  public func step(learningRate: Float) {
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
