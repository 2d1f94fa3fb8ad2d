// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

/// Keeps a bad batch from throwing the weights away.
public enum GradientClipping {
  /// Scales all gradients so that their common L2 norm is at most `maximum`, as `clip_grad_norm_`.
  ///
  /// A norm that is not finite changes nothing; the caller sees it in the result and can leave the step out.
  /// - Returns: the norm before clipping.
  @discardableResult
  public static func clipGlobalNorm(_ parameters: [Parameter], to maximum: Float) -> Float {
    precondition(maximum > 0, "a maximum norm of \(maximum) is not positive")
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
      for parameter in parameters {
        parameter.gradient.withUnsafeMutableBuffer { gradient in
          for index in gradient.indices { gradient[index] *= scale }
        }
      }
    }
    return Float(norm)
  }
}
