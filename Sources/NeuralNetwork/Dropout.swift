// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

/// Inverted dropout: in training each value is zeroed with probability `rate`, the rest is scaled up.
///
/// The mask is a pure function of the phase's step seed, the layer's salt and the element's index, so a resumed
/// training draws the same masks. In inference it gives its input back.
public final class Dropout: Layer {
  private let rate: Float
  private let salt: UInt64
  /// That of the last training forward; nil after inference.
  private var mask: DropoutMask?

  /// - Parameters:
  ///   - rate: probability in [0, 1) of dropping a value.
  ///   - salt: differs between the dropout layers of a network, so that their masks differ.
  public init(rate: Float, salt: UInt64) {
    precondition((0..<1).contains(rate), "dropout rate \(rate) is not in [0, 1)")
    self.rate = rate
    self.salt = salt
  }

  /// None: nothing is learnt.
  public var parameters: [Parameter] { [] }

  /// Any shape; same shape out.
  public func forward(_ input: Tensor, phase: Phase) -> Tensor {
    mask = DropoutMask(rate: rate, phase: phase, salt: salt)
    return mask?.applied(to: input) ?? input
  }

  /// The mask of the last forward applied to the gradient.
  public func backward(_ outputGradient: Tensor) -> Tensor {
    mask?.applied(to: outputGradient) ?? outputGradient
  }
}
