// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

/// Where the samples of a sound come from, a few seconds at a time: a file today; a microphone, a
/// pipe or a socket later.
///
/// The source itself keeps its samples in step with the picture beside it. Its errors are
/// ``SourceError`` where they tell why in words. A source is used from one thread at a time,
/// whichever that is.
package protocol SoundSource: AnyObject {
  /// The samples that follow those given before, in one channel; nil at the end, also when asked
  /// again.
  ///
  /// Throws when the source cannot go on.
  func next() throws -> AudioSamples?
  /// Rate of the samples in Hz; 0 as long as it is not known.
  var sampleRate: Int { get }
  /// What has been read so far; the leading silence is known with the first samples.
  var report: AudioReport { get }
}

/// The sound of a clip as 16-bit mono samples, 16 kHz unless it was made otherwise.
package struct AudioSamples: Sendable, Equatable {
  /// Sample rate that the models and the feature set are defined for, in Hz.
  package static let canonicalSampleRate = 16_000

  /// Amplitudes, `[samples]`, -32768 to 32767.
  package let values: [Int16]
  /// Samples a second, in Hz.
  package let sampleRate: Int

  /// Sound from its samples and their rate.
  package init(values: [Int16], sampleRate: Int = AudioSamples.canonicalSampleRate) {
    precondition(sampleRate > 0, "a sample rate is positive, not \(sampleRate)")
    self.values = values
    self.sampleRate = sampleRate
  }

  /// Length in seconds.
  package var duration: Double { Double(values.count) / Double(sampleRate) }
}

/// What became of the sound of a clip while it was read.
package struct AudioReport: Sendable, Equatable, Codable {
  /// Sample frames (one value a channel) that the decoder gave, at the stream's own rate.
  package var decodedSamples = 0
  /// Sample rate of the stream, in Hz; 0 when nothing was decoded.
  package var sourceSampleRate = 0
  /// Channels of the stream; 0 when nothing was decoded.
  package var sourceChannels = 0
  /// Silence put before the sound because it starts later than the clip, in seconds.
  package var leadingSilence = 0.0
  /// Silence put in for gaps between the stream's packets, in seconds.
  package var insertedSilence = 0.0
  /// Packets and frames that were broken; the sound round them still comes.
  package var errors = 0
  /// The first of these errors, in words.
  package var firstError: String?
  /// Where that was, in seconds from the clip's start.
  package var firstErrorPosition: Double?
  /// Number of the track that was read, from 1; nil where the source has no such numbers.
  package var track: Int?
  /// Numbers of the tracks before it in which nothing was heard.
  package var silentTracks: [Int] = []
  /// Why there are no samples although there is a sound; nil when there are.
  package var missingReason: String?

  /// A report of nothing read yet.
  package init() {}
}
