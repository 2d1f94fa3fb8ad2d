// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

/// Reductions over an image's positions, without anything kept for a gradient.
public enum Pooling {
  /// The mean over height and width, `[N, H, W, C]` to `[N, C]`.
  public static func globalAverage(_ input: Tensor) -> Tensor {
    let shape = input.shape
    precondition(shape.count == 4, "images are [batch, height, width, channels], not \(shape)")
    let positions = shape[1] * shape[2]
    let channels = shape[3]
    let share = 1 / Float(positions)
    return Tensor(shape: [shape[0], channels]) { target in
      input.withUnsafeBuffer { source in
        ThreadTeam.forEach(shape[0], weight: positions * channels) { images in
          for image in images {
            let mean = UnsafeMutableBufferPointer(
              rebasing: target[image * channels..<(image + 1) * channels])
            mean.update(repeating: 0)
            for position in 0..<positions {
              let start = (image * positions + position) * channels
              for channel in 0..<channels { mean[channel] += source[start + channel] }
            }
            for channel in 0..<channels { mean[channel] *= share }
          }
        }
      }
    }
  }
}
