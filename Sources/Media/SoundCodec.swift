// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

/// A codec that ``VideoWriter`` encodes sound with.
public enum SoundCodec: String, Sendable, Codable, CaseIterable {
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
