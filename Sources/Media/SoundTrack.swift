// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

/// How the sound of a file to be written is stored.
public struct SoundTrack: Sendable, Equatable {
  /// Sample rate, in Hz; the codec must know it.
  public var sampleRate: Int
  /// Number of channels.
  public var channels: Int
  /// Nil takes the container's usual one.
  public var codec: SoundCodec?
  /// Bits a second, of codecs that lose something; nil for 64 kbit/s a channel.
  public var bitRate: Int?
  /// Time of the first sample, in seconds on the file's clock.
  public var start = 0.0

  /// Sound of this rate, everything else as usual.
  public init(
    sampleRate: Int = AudioSamples.canonicalSampleRate, channels: Int = 1, codec: SoundCodec? = nil
  ) {
    precondition(
      sampleRate > 0 && channels > 0,
      "rate and channels are positive, not \(sampleRate) and \(channels)")
    self.sampleRate = sampleRate
    self.channels = channels
    self.codec = codec
  }
}
