// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

/// 1 / (1 + exp(-x)), value by value.
public final class Sigmoid: Layer {
  private var output: Tensor?

  /// A logistic function.
  public init() {}

  /// Maps every value into (0, 1).
  public func forward(_ input: Tensor, phase: Phase) -> Tensor {
    let result = Elementwise.sigmoid(input)
    output = phase.isTraining ? result : nil
    return result
  }

  /// Multiplies by s (1 - s).
  public func backward(_ outputGradient: Tensor) -> Tensor {
    guard let output else { preconditionFailure("backward of a Sigmoid without forward") }
    self.output = nil
    return Elementwise.combine(outputGradient, output) { $0 * $1 * (1 - $1) }
  }
}
