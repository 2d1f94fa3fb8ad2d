// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

import Foundation
package import Signal

/// How a sound is brought before a model.
public enum SoundPreparation: String, Sendable, Codable, CaseIterable {
  /// The mean of the channels as it is.
  case raw
  /// One channel as a listener hears it, without constant offset, at one level, from the first to the last
  /// speech.
  case speech

  /// Names what the models take, with the functionals; changes whenever a value does.
  package var version: String {
    FunctionalsExtractor.averagedVersion + (self == .raw ? "" : "-speech-1")
  }
}

/// A sound as models hear it.
package struct PreparedSound: Sendable, Equatable {
  /// What is measured; nil for silence.
  package let samples: AudioSamples?
  /// What was done or noticed that a user should know of, one line each.
  package let remarks: [String]

  /// A sound from its parts.
  package init(samples: AudioSamples?, remarks: [String]) {
    self.samples = samples
    self.remarks = remarks
  }
}

extension SoundPreparation {
  /// Level to which speech is brought, in LUFS: EBU R 128's, less what loud voices need above it.
  private static let targetLevel = -26.0
  /// What is fainter lies below the rounding of 16 bits, in LUFS.
  private static let faintestLevel = -90.0
  /// Below this frequency there is no voice, in Hz.
  private static let lowestFrequency = 20.0
  /// What is kept before the first and after the last speech, in seconds.
  private static let margin = 0.1

  /// Prepares the channels of a sound, or of a stretch of one; where they are one already, `mixed` is what made it.
  package func prepare(
    _ channels: [SoundChannel], sampleRate: Int, mixed: ChannelMix? = nil
  ) -> PreparedSound {
    switch self {
    case .raw:
      let mean = ChannelMix.mean(channels.map(\.values))
      return PreparedSound(samples: Self.samples(mean, sampleRate), remarks: [])
    case .speech: return Self.speech(channels, sampleRate, mixed)
    }
  }

  private static func speech(
    _ channels: [SoundChannel], _ sampleRate: Int, _ mixed: ChannelMix?
  ) -> PreparedSound {
    guard channels.contains(where: { $0.values.contains { $0 != 0 } }) else {
      return PreparedSound(samples: nil, remarks: [])
    }
    let mix = ChannelMix(channels)
    let plain = withoutOffset(mix(channels))
    let values = highPassed(plain, sampleRate)
    let loudness = GatedLoudness(values, sampleRate: sampleRate)
    guard let level = loudness.whole, level > faintestLevel,
      let span = loudness.span(margin: margin)
    else {
      return PreparedSound(samples: nil, remarks: ["the sound is too faint to be heard"])
    }
    let step = GatedLoudness.step * Double(sampleRate)
    func place(_ index: Int) -> Int {
      min(values.count, Int((Double(index) * step).rounded()))
    }
    let samples = place(span.lowerBound)..<place(span.upperBound)
    let gain = Float(pow(10, (targetLevel - level) / 20))
    return PreparedSound(
      samples: Self.samples(values[samples].map { $0 * gain }, sampleRate),
      // Filtering tilts what was cut off flat.
      remarks: remarks((mixed ?? mix).choice, Array(plain[samples]), sampleRate))
  }

  private static func remarks(
    _ choice: ChannelMix.Choice, _ values: [Float], _ sampleRate: Int
  ) -> [String] {
    (choice == .loudest
      ? ["the channels of the sound cancel one another: the louder one was taken"] : [])
      + (SoundDefects.isClipped(values) ? ["the sound is cut off at its peaks"] : [])
      + (SoundDefects.isNarrowBand(values, sampleRate: sampleRate)
        ? ["the sound has the narrow band of a telephone"] : [])
  }

  private static func withoutOffset(_ values: [Float]) -> [Float] {
    guard !values.isEmpty else { return values }
    let mean = Float(values.reduce(0) { $0 + Double($1) } / Double(values.count))
    return values.map { $0 - mean }
  }

  /// Second order and forwards only; since the mean is gone there is next to nothing to settle.
  private static func highPassed(_ values: [Float], _ sampleRate: Int) -> [Float] {
    var filter = BiquadFilter.highPass(lowestFrequency, sampleRate: sampleRate)
    return values.map { Float(filter(Double($0))) }
  }

  /// Nil for silence.
  private static func samples(_ values: [Float], _ sampleRate: Int) -> AudioSamples? {
    let rounded = values.map { value in
      Int16(max(-32768, min(32767, (value * AudioSamples.fullScale).rounded())))
    }
    return rounded.contains { $0 != 0 }
      ? AudioSamples(values: rounded, sampleRate: sampleRate) : nil
  }
}
