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
  /// Asks, before the first samples, that they come with the channels of which they are the mean.
  ///
  /// A source of one channel need not do anything.
  func keepChannels()
  /// What has been read so far; the leading silence is known with the first samples.
  var report: AudioReport { get }
}

extension SoundSource {
  package func keepChannels() {}
}

/// One channel of a sound.
package struct SoundChannel: Sendable, Equatable {
  /// Where the channel stands in its layout, as far as that says what it carries.
  package enum Place: Sendable, Equatable {
    /// The front centre, which carries speech in films.
    case centre
    /// Effects below the voice.
    case lowFrequency
    case other
  }

  package let place: Place
  /// Amplitudes, `[samples]`, full scale at 1; louder ones are possible.
  package var values: [Float]

  /// A channel from its samples.
  package init(_ place: Place, values: [Float]) {
    self.place = place
    self.values = values
  }
}

/// The sound of a clip as 16-bit mono samples, 16 kHz unless it was made otherwise.
package struct AudioSamples: Sendable, Equatable {
  /// Sample rate that the models and the feature set are defined for, in Hz.
  package static let canonicalSampleRate = 16_000

  /// Amplitudes, `[samples]`, -32768 to 32767.
  package let values: [Int16]
  /// Samples a second, in Hz.
  package let sampleRate: Int
  /// The channels of which `values` are the mean, each as long as they, before rounding; empty where nobody
  /// asked to keep them.
  package let channels: [SoundChannel]

  /// Full scale of `values`.
  package static let fullScale: Float = 32768

  /// Sound from its samples and their rate.
  package init(
    values: [Int16], sampleRate: Int = AudioSamples.canonicalSampleRate,
    channels: [SoundChannel] = []
  ) {
    precondition(sampleRate > 0, "a sample rate is positive, not \(sampleRate)")
    precondition(
      channels.allSatisfy { $0.values.count == values.count }, "channels of another length")
    self.values = values
    self.sampleRate = sampleRate
    self.channels = channels
  }

  /// The channels that were kept, or else the samples as the only one.
  package var keptChannels: [SoundChannel] {
    channels.isEmpty
      ? [SoundChannel(.centre, values: values.map { Float($0) / Self.fullScale })] : channels
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
