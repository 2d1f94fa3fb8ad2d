// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

/// Layers applied one after another.
public final class Sequential: Layer {
  /// The layers in forward order.
  public let layers: [any Layer]

  /// A chain of layers.
  public init(_ layers: [any Layer]) {
    self.layers = layers
  }

  /// All layers' parameters, in forward order.
  public var parameters: [Parameter] { layers.flatMap(\.parameters) }
  /// All layers' buffers, in forward order.
  public var buffers: [Parameter] { layers.flatMap(\.buffers) }

  /// Applies the layers in order.
  public func forward(_ input: Tensor, phase: Phase) -> Tensor {
    layers.reduce(input) { $1.forward($0, phase: phase) }
  }

  /// Sends the gradient back through the layers in reverse order.
  public func backward(_ outputGradient: Tensor) -> Tensor {
    layers.reversed().reduce(outputGradient) { $1.backward($0) }
  }
}
