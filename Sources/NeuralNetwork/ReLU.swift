// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

/// max(x, 0), value by value.
public final class ReLU: Layer {
  private var output: Tensor?

  /// A rectifier.
  public init() {}

  /// Sets negative values to zero.
  public func forward(_ input: Tensor, phase: Phase) -> Tensor {
    let result = Elementwise.rectify(input)
    output = phase.isTraining ? result : nil
    return result
  }

  /// Lets the gradient through where the output was positive.
  public func backward(_ outputGradient: Tensor) -> Tensor {
    guard let output else { preconditionFailure("backward of a ReLU without forward") }
    self.output = nil
    return RectifiedGradient.of(outputGradient, output: output)
  }
}
