// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

/// How large a frame is made before the network looks at it.
///
/// The full search serves small faces; once faces are known, the smallest size at which they stay easy to find is
/// enough. Sizes come in a few steps, so that the network's primitives are prepared for a few shapes only.
struct DetectionScale: Sendable, Equatable {
  /// Steps below the full size.
  static let steps: [Float] = [1, 0.75, 0.5, 0.375, 0.25, 0.1875, 0.125]
  /// Smallest extent that a known face keeps in the detection picture, in pixels.
  ///
  /// Faces are found down to a third of it, but their landmarks tremble twice as much as those of faces of 96 pixels.
  static let smallestFace: Float = 72

  /// Detection pixels for one pixel of the frame, in the full search.
  let full: Float
  /// The same in the second search, for faces that fill the picture: the network misses what is far above 300 pixels.
  let coarse: Float
  /// Smallest scale that is worth a run: the longer side is then 96 pixels.
  private let smallest: Float

  /// The scales for frames of `width` x `height` pixels.
  init(width: Int, height: Int, options: DetectorOptions) {
    let longer = max(1, max(width, height))
    let side = min(max(longer, options.shortestLongerSide), options.longestSide)
    full = Float(side) / Float(longer)
    coarse = Float(min(side / 2, 160)) / Float(longer)
    smallest = min(full, 96 / Float(longer))
  }

  /// The smallest step at which a face of `extent` frame pixels is still easy to find.
  func tracking(faceOf extent: Float) -> Float {
    for step in Self.steps.reversed() {
      let scale = full * step
      if scale * extent >= Self.smallestFace, scale >= smallest { return scale }
    }
    return full
  }
}
