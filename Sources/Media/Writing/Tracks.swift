// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

import Signal

/// How the picture of a file to be written is stored.
package struct VideoTrack: Sendable, Equatable {
  /// How colours are stored.
  package enum Layout: String, Sendable, Codable, CaseIterable {
    case yuv420, yuv422, yuv444, yuv420TenBit, grey, rgb, rgba
  }

  /// Width of the stored picture, in pixels.
  package var width: Int
  /// Height of the stored picture, in pixels.
  package var height: Int
  /// Nil takes the container's usual one.
  package var codec: VideoCodec?
  /// Frames a second, to which times are rounded unless ``hasVariableFrameRate``.
  package var frameRate = 25.0
  /// Whether frames stand at any millisecond.
  package var hasVariableFrameRate = false
  /// Width of a pixel divided by its height.
  package var pixelAspectRatio = 1.0
  /// Degrees clockwise by which players turn the stored picture: 0, 90, 180, 270. MP4 and MOV only.
  package var rotation = 0
  /// Whether players flip the stored picture from left to right before turning it. MP4 and MOV
  /// only.
  var isMirrored = false
  /// Nil takes the codec's usual one.
  package var layout: Layout?
  /// Whether luma uses 0 to 255 instead of 16 to 235.
  var isFullRange = false
  /// Bits a second, as for a small file; nil looks like the source. H.264, MPEG-4 and VP9 only.
  package var bitRate: Int?
  /// Frames between two that are predicted forwards; nil leaves it to the codec.
  var bidirectionalFrames: Int?

  /// A picture of this size, everything else as usual.
  package init(width: Int, height: Int, codec: VideoCodec? = nil) {
    precondition(width > 0 && height > 0, "a picture's size is positive, not \(width)x\(height)")
    self.width = width
    self.height = height
    self.codec = codec
  }
}

/// A codec that ``VideoWriter`` encodes pictures with.
package enum VideoCodec: String, Sendable, Codable, CaseIterable {
  case mpeg4, h264, vp9, ffv1, mjpeg, png

  /// FFmpeg's name of the encoder.
  var encoderName: String {
    switch self {
    case .h264: "libx264"
    case .vp9: "libvpx-vp9"
    default: rawValue
    }
  }
}

/// How the sound of a file to be written is stored.
package struct AudioTrack: Sendable, Equatable {
  /// Sample rate, in Hz; the codec must know it.
  package var sampleRate: Int
  /// Number of channels.
  package var channels: Int
  /// Nil takes the container's usual one.
  package var codec: AudioCodec?
  /// Bits a second, of codecs that lose something; nil for 64 kbit/s a channel.
  package var bitRate: Int?
  /// Time of the first sample, in seconds on the file's clock.
  var start = 0.0

  /// Sound of this rate, everything else as usual.
  package init(
    sampleRate: Int = AudioSamples.canonicalSampleRate, channels: Int = 1, codec: AudioCodec? = nil
  ) {
    precondition(
      sampleRate > 0 && channels > 0,
      "rate and channels are positive, not \(sampleRate) and \(channels)")
    self.sampleRate = sampleRate
    self.channels = channels
    self.codec = codec
  }
}

/// A codec that ``VideoWriter`` encodes sound with.
package enum AudioCodec: String, Sendable, Codable, CaseIterable {
  case mp3, aac, opus, flac, pcm

  /// FFmpeg's name of the encoder.
  var encoderName: String {
    switch self {
    case .mp3: "libmp3lame"
    case .opus: "libopus"
    case .pcm: "pcm_s16le"
    default: rawValue
    }
  }
}
