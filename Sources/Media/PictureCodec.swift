// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

/// A codec that ``VideoWriter`` encodes pictures with.
public enum PictureCodec: String, Sendable, Codable, CaseIterable {
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
