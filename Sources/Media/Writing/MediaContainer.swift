// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

/// A kind of file that ``VideoWriter`` makes; the raw value is the usual extension.
public enum MediaContainer: String, Sendable, Codable, CaseIterable {
  case avi, mp4, mov, mkv, webm, wav, flac, mp3, opus, png, jpg

  /// The container that the extension of `path` names, upper or lower case; nil for any other.
  init?(path: String) {
    guard let dot = path.lastIndex(of: ".") else { return nil }
    let name = path[path.index(after: dot)...].lowercased()
    self.init(rawValue: name == "jpeg" ? "jpg" : name)
  }

  /// The codec that players expect here for pictures; nil where none can be stored.
  var usualVideoCodec: VideoCodec? {
    switch self {
    case .avi: .mpeg4
    case .mp4, .mov, .mkv: .h264
    case .webm: .vp9
    case .png: .png
    case .jpg: .mjpeg
    case .wav, .flac, .mp3, .opus: nil
    }
  }

  /// The codec that players expect here for sound; nil where none can be stored.
  var usualAudioCodec: AudioCodec? {
    switch self {
    case .avi, .mp3: .mp3
    case .mp4, .mov, .mkv: .aac
    case .webm, .opus: .opus
    case .wav: .pcm
    case .flac: .flac
    case .png, .jpg: nil
    }
  }

  /// FFmpeg's name of the muxer.
  var muxerName: String {
    switch self {
    case .mkv: "matroska"
    case .png, .jpg: "image2pipe"
    default: rawValue
    }
  }
}
