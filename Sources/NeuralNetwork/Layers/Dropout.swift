// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

/// Inverted dropout: in training each value is zeroed with probability `rate`, the rest is scaled
/// up.
///
/// The mask is a pure function of the phase's step seed, the layer's salt and the element's index,
/// so a resumed training draws the same masks. In inference it gives its input back.
package final class Dropout: Layer {
  private let rate: Float
  private let salt: UInt64
  /// That of the last training forward; nil after inference.
  private var mask: DropoutMask?

  /// - Parameters:
  ///   - rate: probability in [0, 1) of dropping a value.
  ///   - salt: differs between the dropout layers of a network, so that their masks differ.
  package init(rate: Float, salt: UInt64) {
    precondition((0..<1).contains(rate), "dropout rate \(rate) is not in [0, 1)")
    self.rate = rate
    self.salt = salt
  }

  /// None: nothing is learnt.
  package var parameters: [Parameter] { [] }

  /// Any shape; same shape out.
  package func forward(_ input: Tensor, phase: Phase) -> Tensor {
    mask = DropoutMask(rate: rate, phase: phase, salt: salt)
    return mask?.applied(to: input) ?? input
  }

  /// The mask of the last forward applied to the gradient.
  package func backward(_ outputGradient: Tensor) -> Tensor {
    mask?.applied(to: outputGradient) ?? outputGradient
  }
}

/// Which elements are dropped in one training step: a counter-based random function, nothing is
/// stored.
struct DropoutMask {
  private let key: UInt64
  /// An element is dropped when its 32 random bits are below this.
  private let threshold: UInt32
  /// What a kept value is multiplied with, 1 / (1 - rate).
  private let scale: Float

  /// Nil when nothing is dropped: in inference, or at a rate of 0.
  init?(rate: Float, phase: Phase, salt: UInt64) {
    guard case .training(let stepSeed) = phase, rate > 0 else { return nil }
    key = SeededGenerator.mixing(stepSeed, salt)
    threshold = UInt32(Double(rate) * 0x1p32)
    scale = 1 / (1 - rate)
  }

  func applied(to input: Tensor) -> Tensor {
    var output = input
    output.withUnsafeMutableBuffer { values in
      // Each hash serves two elements.
      for index in stride(from: 0, to: values.count, by: 2) {
        let bits = hash(UInt64(index / 2))
        values[index] = masked(values[index], UInt32(truncatingIfNeeded: bits))
        guard index + 1 < values.count else { break }
        values[index + 1] = masked(values[index + 1], UInt32(truncatingIfNeeded: bits >> 32))
      }
    }
    return output
  }

  private func masked(_ value: Float, _ bits: UInt32) -> Float {
    bits < threshold ? 0 : value * scale
  }

  /// The output function of SplitMix64 (Steele, Lea and Flood, 2014) at a counter.
  private func hash(_ counter: UInt64) -> UInt64 {
    var z = key &+ counter &* 0x9e37_79b9_7f4a_7c15
    z = (z ^ (z >> 30)) &* 0xbf58_476d_1ce4_e5b9
    z = (z ^ (z >> 27)) &* 0x94d0_49bb_1331_11eb
    return z ^ (z >> 31)
  }
}
