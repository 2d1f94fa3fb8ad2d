// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

/// How the picture of a file to be written is stored.
public struct PictureTrack: Sendable, Equatable {
  /// How colours are stored.
  public enum Layout: String, Sendable, Codable, CaseIterable {
    case yuv420, yuv422, yuv444, yuv420TenBit, grey, rgb, rgba
  }

  /// Width of the stored picture, in pixels.
  public var width: Int
  /// Height of the stored picture, in pixels.
  public var height: Int
  /// Nil takes the container's usual one.
  public var codec: PictureCodec?
  /// Frames a second, to which times are rounded unless ``hasVariableFrameRate``.
  public var frameRate = 25.0
  /// Whether frames stand at any millisecond.
  public var hasVariableFrameRate = false
  /// Width of a pixel divided by its height.
  public var pixelAspectRatio = 1.0
  /// Degrees clockwise by which players turn the stored picture: 0, 90, 180, 270. MP4 and MOV only.
  public var rotation = 0
  /// Whether players flip the stored picture from left to right before turning it. MP4 and MOV only.
  public var isMirrored = false
  /// Nil takes the codec's usual one.
  public var layout: Layout?
  /// Whether luma uses 0 to 255 instead of 16 to 235.
  public var isFullRange = false
  /// Bits a second, as for a small file; nil looks like the source. H.264, MPEG-4 and VP9 only.
  public var bitRate: Int?
  /// Frames between two that are predicted forwards; nil leaves it to the codec.
  public var bidirectionalFrames: Int?

  /// A picture of this size, everything else as usual.
  public init(width: Int, height: Int, codec: PictureCodec? = nil) {
    precondition(width > 0 && height > 0, "a picture's size is positive, not \(width)x\(height)")
    self.width = width
    self.height = height
    self.codec = codec
  }
}
