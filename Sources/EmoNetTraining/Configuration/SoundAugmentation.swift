// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

import AudioFeatures
import NeuralNetwork
import Signal

/// How sounds are varied before they are measured: other voices, rooms, microphones and lines.
///
/// What a corpus was recorded with is the same for all its emotions and different in any other recording; a
/// network that hears each sound also otherwise learns less of it.
public struct SoundAugmentation: Codable, Sendable, Equatable {
  /// Varied versions of each sound, beside the sound itself.
  public var variants: Int
  /// Largest change of pitch and pace together, as the logarithm of a factor.
  public var logSpeed: Float
  /// Largest change of level above and below a frequency, in decibels.
  public var tilt: Float
  /// Share of the versions with reverberation.
  public var reverberation: Float
  /// Share of the versions with noise.
  public var noise: Float
  /// How far the faintest noise lies below the sound, in decibels.
  public var quietestNoise: Float
  /// How far the loudest noise lies below the sound, in decibels.
  public var loudestNoise: Float
  /// Share of the versions cut to the band of a telephone.
  public var telephone: Float
  /// Share of the versions whose peaks are cut off.
  public var clipping: Float
}

extension SoundAugmentation {
  /// A version of a sound; the same generator gives the same one.
  func apply(to samples: AudioSamples, using generator: inout SeededGenerator) -> AudioSamples {
    let rate = samples.sampleRate
    var values = samples.values.map { Float($0) / AudioSamples.fullScale }
    func symmetric(_ limit: Float) -> Float { (2 * generator.uniform() - 1) * limit }
    values = Self.resampled(values, speed: Self.exponential(symmetric(logSpeed)))
    // Everything is drawn whether it is used or not, so that one share does not decide the others' values.
    let pivot = 300 * Self.exponential(generator.uniform() * 2.3)
    let gain = symmetric(tilt)
    let floor = 40 + 160 * generator.uniform()
    var shelf = BiquadFilter.highShelf(
      Double(pivot), gain: Double(gain), quality: 0.5, sampleRate: rate)
    var highPass = BiquadFilter.highPass(Double(floor), sampleRate: rate)
    values = values.map { Float(highPass(shelf(Double($0)))) }
    let room = (generator.uniform(), 0.15 + 0.65 * generator.uniform(), generator.uniform())
    if room.0 < reverberation {
      values = Self.reverberated(values, decay: room.1, share: 0.05 + 0.35 * room.2, rate: rate)
    }
    let band = (
      generator.uniform(), 250 + 150 * generator.uniform(), 3200 + 600 * generator.uniform()
    )
    if band.0 < telephone {
      values = Self.banded(values, Double(band.1), Double(band.2), sampleRate: rate)
    }
    let peaks = (generator.uniform(), 0.1 + 0.4 * generator.uniform())
    if peaks.0 < clipping, let largest = values.lazy.map(abs).max() {
      let limit = largest * peaks.1
      values = values.map { min(max($0, -limit), limit) }
    }
    let hiss = (generator.uniform(), generator.uniform(), generator.uniform())
    if hiss.0 < noise {
      let distance = quietestNoise + (loudestNoise - quietestNoise) * hiss.1
      Self.addNoise(to: &values, distance: distance, smoothness: 0.95 * hiss.2, using: &generator)
    }
    let largest = max(values.lazy.map(abs).max() ?? 1, 1e-6)
    let scale = min(1, 0.98 / largest) * AudioSamples.fullScale
    return AudioSamples(
      values: values.map { Int16(max(-32768, min(32767, ($0 * scale).rounded()))) },
      sampleRate: rate)
  }
}
