// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

package import AudioFeatures
package import Signal

/// A stretch of sound as it was heard: its channels, or their mean where only that is wanted.
package struct SoundStretch: Sendable {
  private var mean: [Int16] = []
  private var channels: [SoundChannel] = []
  private var sampleRate = AudioSamples.canonicalSampleRate
  /// Makes one channel of those that come, once the stretch has become long.
  private var mix: ChannelMix?

  /// Seconds for which channels are kept apart.
  private static let longestApart = 60

  /// Nothing yet.
  package init() {}

  /// Adds samples of the mean of the channels.
  package mutating func append(_ samples: ArraySlice<Int16>, sampleRate: Int) {
    self.sampleRate = sampleRate
    mean += samples
  }

  /// Adds samples of each channel.
  ///
  /// After a minute one channel is kept in place of several; which, that minute decides.
  package mutating func append(_ further: [SoundChannel], sampleRate: Int) {
    self.sampleRate = sampleRate
    if let mix {
      channels[0].values += mix(further)
    } else if channels.isEmpty {
      channels = further
    } else {
      // A source that changes its channels in mid-stream gives the last one for those that it lacks.
      for index in channels.indices {
        channels[index].values += further[min(index, further.count - 1)].values
      }
    }
    guard mix == nil, channels.count > 1,
      channels[0].values.count > Self.longestApart * sampleRate
    else { return }
    let mix = ChannelMix(channels)
    channels = [SoundChannel(.other, values: mix(channels))]
    self.mix = mix
  }

  /// Adds a stretch that follows.
  mutating func append(_ other: SoundStretch) {
    append(other.mean[...], sampleRate: other.sampleRate)
    if !other.channels.isEmpty { append(other.channels, sampleRate: other.sampleRate) }
  }

  /// Whether there is nothing but zeros in what was added.
  package var isSilent: Bool {
    !mean.contains { $0 != 0 } && !channels.contains { $0.values.contains { $0 != 0 } }
  }

  /// The stretch as models hear it.
  package func prepared(_ preparation: SoundPreparation) -> PreparedSound {
    guard preparation == .raw else {
      return preparation.prepare(channels, sampleRate: sampleRate, mixed: mix)
    }
    let samples = isSilent ? nil : AudioSamples(values: mean, sampleRate: sampleRate)
    return PreparedSound(samples: samples, remarks: [])
  }
}
