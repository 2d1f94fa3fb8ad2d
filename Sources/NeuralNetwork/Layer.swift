// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

/// A differentiable function of one tensor with learnt parameters.
///
/// A layer remembers its last training input; it belongs to one thread at a time.
public protocol Layer: AnyObject {
  /// Learnt tensors, in a fixed order.
  var parameters: [Parameter] { get }
  /// Tensors that are saved with the weights but not learnt, such as running means.
  var buffers: [Parameter] { get }
  /// The output for `input`; in training it keeps what `backward` needs.
  func forward(_ input: Tensor, phase: Phase) -> Tensor
  /// Adds to the parameters' gradients and returns the gradient of the last training `forward`'s input.
  func backward(_ outputGradient: Tensor) -> Tensor
}

extension Layer {
  /// Nothing learnt.
  public var parameters: [Parameter] { [] }
  /// Nothing to save beside the parameters.
  public var buffers: [Parameter] { [] }

  /// Forgets the gradients of all parameters.
  public func zeroGradients() {
    for parameter in parameters { parameter.zeroGradient() }
  }
}
