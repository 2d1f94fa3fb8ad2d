// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

/// Changes of an image's size, without anything kept for a gradient.
public enum Resizing {
  /// Repeats each pixel `factor` times in both directions, `[N, H, W, C]` to `[N, H f, W f, C]`.
  public static func nearestUpsampling(_ input: Tensor, factor: Int) -> Tensor {
    let shape = input.shape
    precondition(shape.count == 4, "images are [batch, height, width, channels], not \(shape)")
    precondition(factor >= 1, "a factor of at least 1, not \(factor)")
    let (width, channels) = (shape[2], shape[3])
    return Tensor(shape: [shape[0], shape[1] * factor, width * factor, channels]) { target in
      input.withUnsafeBuffer { source in
        let length = width * factor * channels
        for row in 0..<shape[0] * shape[1] {
          let start = row * factor * length
          for column in 0..<width {
            let pixel = source[
              (row * width + column) * channels..<(row * width + column + 1) * channels]
            for copy in 0..<factor {
              let at = start + (column * factor + copy) * channels
              _ = target[at..<at + channels].update(fromContentsOf: pixel)
            }
          }
          for copy in 1..<max(factor, 1) {
            let at = start + copy * length
            _ = target[at..<at + length].update(fromContentsOf: target[start..<start + length])
          }
        }
      }
    }
  }
}
