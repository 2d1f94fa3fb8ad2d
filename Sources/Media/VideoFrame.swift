// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

/// One canonical frame of a clip: the decoded frame nearest to `index` / 25 s, upright, with square pixels.
public struct VideoFrame: Sendable {
  /// Position on the canonical grid of 25 frames a second, counted from 0.
  public let index: Int
  /// Presentation time of the decoded frame that stands here, in seconds from the clip's start.
  public let timestamp: Double
  /// Width in pixels, after rotation and with square pixels.
  public let width: Int
  /// Height in pixels, after rotation and with square pixels.
  public let height: Int
  /// Colours, `[height, width, 3]`, row-major, red green blue, 0 to 255.
  public let pixels: [UInt8]

  /// A frame from its parts; `pixels` must hold `height * width * 3` values.
  public init(index: Int, timestamp: Double, width: Int, height: Int, pixels: [UInt8]) {
    precondition(
      pixels.count == width * height * 3,
      "a \(width)x\(height) frame needs \(width * height * 3) values, not \(pixels.count)")
    self.index = index
    self.timestamp = timestamp
    self.width = width
    self.height = height
    self.pixels = pixels
  }
}
