// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

/// The mean over an image's positions, `[N, H, W, C]` to `[N, C]`.
public final class GlobalAveragePooling: Layer {
  private var kept: (shape: [Int], precision: ComputePrecision)?

  /// A mean over height and width.
  public init() {}

  /// The mean of each channel.
  public func forward(_ input: Tensor, phase: Phase) -> Tensor {
    kept = phase.isTraining ? (input.shape, input.precision) : nil
    return Pooling.globalAverage(input)
  }

  /// Spreads each channel's gradient evenly over the positions.
  public func backward(_ outputGradient: Tensor) -> Tensor {
    guard let (shape, precision) = kept else {
      preconditionFailure("backward of a GlobalAveragePooling without forward")
    }
    kept = nil
    let positions = shape[1] * shape[2]
    let channels = shape[3]
    let share = 1 / Float(positions)
    let gradient = Tensor(shape: shape) { target in
      outputGradient.withUnsafeBuffer { gradient in
        ThreadTeam.forEach(shape[0], weight: positions * channels) { images in
          for image in images {
            for position in 0..<positions {
              let start = (image * positions + position) * channels
              for channel in 0..<channels {
                target[start + channel] = gradient[image * channels + channel] * share
              }
            }
          }
        }
      }
    }
    return gradient.converted(to: precision)
  }
}
