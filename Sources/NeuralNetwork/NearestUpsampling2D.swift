// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

/// Repeats each pixel `factor` times in both directions, `[N, H, W, C]` to `[N, H f, W f, C]`.
public final class NearestUpsampling2D: Layer {
  /// Repetitions of each pixel in each direction.
  public let factor: Int
  private var inputShape: [Int]?

  /// An enlargement by a whole factor.
  public init(factor: Int = 2) {
    self.factor = factor
  }

  /// Enlarges the image.
  public func forward(_ input: Tensor, phase: Phase) -> Tensor {
    inputShape = phase.isTraining ? input.shape : nil
    return Resizing.nearestUpsampling(input, factor: factor)
  }

  /// Sums the gradients of each pixel's copies.
  public func backward(_ outputGradient: Tensor) -> Tensor {
    guard let shape = inputShape else {
      preconditionFailure("backward of a NearestUpsampling2D without forward")
    }
    inputShape = nil
    let (width, channels) = (shape[2], shape[3])
    var result = Tensor(shape: shape)
    result.withUnsafeMutableBuffer { target in
      outputGradient.withUnsafeBuffer { source in
        for row in 0..<shape[0] * shape[1] * factor {
          for column in 0..<width * factor {
            let from = (row * width * factor + column) * channels
            let to = ((row / factor) * width + column / factor) * channels
            for channel in 0..<channels { target[to + channel] += source[from + channel] }
          }
        }
      }
    }
    return result
  }
}
