// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

/// What became of the sound stream of a clip while it was read.
public struct AudioReport: Sendable, Equatable, Codable {
  /// Sample frames (one value a channel) that the decoder gave, at the stream's own rate.
  public internal(set) var decodedSamples = 0
  /// Sample rate of the stream, in Hz; 0 when nothing was decoded.
  public internal(set) var sourceSampleRate = 0
  /// Channels of the stream; 0 when nothing was decoded.
  public internal(set) var sourceChannels = 0
  /// Silence put before the sound because it starts later than the clip, in seconds.
  public internal(set) var leadingSilence = 0.0
  /// Silence put in for gaps between the stream's packets, in seconds.
  public internal(set) var insertedSilence = 0.0
  /// Packets and frames that were broken; the sound round them still comes.
  public internal(set) var errors = 0
  /// The first of these errors, in words.
  public internal(set) var firstError: String?
  /// Where that was, in seconds from the clip's start.
  public internal(set) var firstErrorPosition: Double?
  /// Why there are no samples although the file has a sound stream; nil when there are.
  public internal(set) var missingReason: String?

  /// A report of nothing read yet.
  public init() {}
}
