// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

/// Grey images enlarged to squares, `[N, H, W, 1]` to `[N, side, side, 1]`.
///
/// Pixels are squares whose centres lie half a pixel from the edges, as in PyTorch's `interpolate`
/// with `align_corners=False`; beyond the outermost centres the outermost pixels go on. Each image
/// comes out the same in whatever batch and on any number of threads.
package struct BilinearEnlargement: Sendable, Equatable {
  /// Side of the results in pixels.
  package let side: Int

  /// An enlargement to `side` pixels.
  package init(side: Int) {
    precondition(side > 0, "a side of \(side) pixels")
    self.side = side
  }

  /// The two pixels of a line between which a position lies, and the second one's share.
  private struct Place {
    let first: Int
    let second: Int
    let share: Float
  }

  /// Where each of the `side` positions lies in a line of `length` pixels.
  private func places(in length: Int) -> [Place] {
    let scale = Float(length) / Float(side)
    return (0..<side).map { index in
      let centre = min(max((Float(index) + 0.5) * scale - 0.5, 0), Float(length - 1))
      let first = Int(centre)
      return Place(
        first: first, second: min(first + 1, length - 1), share: centre - Float(first))
    }
  }

  /// The images, enlarged; those of the right size come back as they are.
  package func callAsFunction(_ images: Tensor) -> Tensor {
    precondition(
      images.shape.count == 4 && images.shape[3] == 1 && images.count > 0 || images.shape[0] == 0,
      "grey images are [batch, height, width, 1], not \(images.shape)")
    let (count, height, width) = (images.shape[0], images.shape[1], images.shape[2])
    if height == side && width == side { return images }
    let (rows, columns) = (places(in: height), places(in: width))
    return Tensor(shape: [count, side, side, 1]) { target in
      images.withUnsafeBuffer { source in
        ThreadTeam.forEach(count, weight: side * side) { images in
          for image in images {
            let from = image * height * width
            var to = image * side * side
            for row in rows {
              let upper = from + row.first * width
              let lower = from + row.second * width
              for column in columns {
                let left = source[upper + column.first]
                let above = left + column.share * (source[upper + column.second] - left)
                let leftBelow = source[lower + column.first]
                let below =
                  leftBelow + column.share * (source[lower + column.second] - leftBelow)
                target[to] = above + row.share * (below - above)
                to += 1
              }
            }
          }
        }
      }
    }
  }
}
