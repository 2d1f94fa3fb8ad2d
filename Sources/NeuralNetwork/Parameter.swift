// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

/// A named tensor of a layer with room for its gradient.
public final class Parameter {
  /// Name in weight files, such as `layer1.0.conv1.weight`.
  public let name: String
  /// The current value.
  public var value: Tensor
  /// Sum of the gradients since `zeroGradient()`, in the shape of `value`.
  public var gradient: Tensor
  /// Whether weight decay applies; it does not to biases and to normalisation.
  public let decays: Bool

  /// A parameter with its first value and a gradient of zero.
  public init(name: String, value: Tensor, decays: Bool = true) {
    self.name = name
    self.value = value
    self.decays = decays
    gradient = Tensor(shape: value.shape)
  }

  /// Forgets the gradient.
  public func zeroGradient() {
    gradient.fill(0)
  }
}
