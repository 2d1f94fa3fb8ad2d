// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

import AudioFeatures
import Foundation
import NeuralNetwork
import Signal
import TestSupport
import Testing

@testable import EmoNetTraining

@Suite struct SoundAugmentationTests {
  private static let none = SoundAugmentation(
    variants: 1, logSpeed: 0, tilt: 0, reverberation: 0, noise: 0, quietestNoise: 40,
    loudestNoise: 10, telephone: 0, clipping: 0)

  private static let voice = AudioSamples(
    values: WaveFile.voice(seconds: 1).amplitudes.map { Int16($0 * 32000) })

  private static func varied(
    _ seed: UInt64 = 1, _ change: (inout SoundAugmentation) -> Void
  ) -> AudioSamples {
    var augmentation = none
    change(&augmentation)
    var generator = SeededGenerator(seed: seed)
    return augmentation.apply(to: voice, using: &generator)
  }

  /// Share of the energy above 5 kHz, in decibels.
  private static func high(_ samples: AudioSamples) -> Double {
    var filters = [0.5098, 0.6013, 0.9, 2.5629].map {
      BiquadFilter.highPass(5000, quality: $0, sampleRate: samples.sampleRate)
    }
    var (all, high) = (0.0, 0.0)
    for value in samples.values {
      all += Double(value) * Double(value)
      let filtered = filters.indices.reduce(Double(value)) { filters[$1]($0) }
      high += filtered * filtered
    }
    return 10 * log10(high / all)
  }

  @Test func theSameGeneratorGivesTheSameVersionAndAnotherAnother() {
    let all: (inout SoundAugmentation) -> Void = {
      $0.logSpeed = 0.1
      $0.tilt = 8
      $0.reverberation = 1
      $0.noise = 1
    }
    #expect(Self.varied(1, all) == Self.varied(1, all))
    #expect(Self.varied(1, all) != Self.varied(2, all))
  }

  @Test func pitchAndPaceChangeTheLengthByNoMoreThanIsAsked() {
    let lengths = (0..<20).map { seed in Self.varied(seed) { $0.logSpeed = 0.1 }.values.count }
    #expect(Set(lengths).count > 10)
    #expect(lengths.allSatisfy { abs(Double($0) / 16_000 - 1) < 0.106 })
  }

  @Test func noiseLiesWithinTheDistancesAsked() {
    for seed in 0..<10 as Range<UInt64> {
      let clean = Self.varied(seed) { _ in }
      let noisy = Self.varied(seed) {
        $0.noise = 1
        $0.quietestNoise = 30
        $0.loudestNoise = 20
      }
      let (gap, power) = zip(clean.values, noisy.values).reduce((0.0, 0.0)) {
        let difference = Double($1.0) - Double($1.1)
        return ($0.0 + difference * difference, $0.1 + Double($1.0) * Double($1.0))
      }
      #expect(gap < power * 0.011)
      #expect(gap > power * 0.0009)
    }
  }

  @Test func aTelephoneLeavesNothingAboveItsBand() {
    let hiss = Self.varied {
      $0.noise = 1; $0.quietestNoise = 3; $0.loudestNoise = 0
    }
    var generator = SeededGenerator(seed: 4)
    var telephone = Self.none
    telephone.telephone = 1
    let heard = telephone.apply(to: hiss, using: &generator)
    #expect(Self.high(hiss) > -15)
    #expect(Self.high(heard) < Self.high(hiss) - 25)
  }

  @Test func cutPeaksAndRoomsLeaveSoundThatIsFinite() {
    let varied = Self.varied {
      $0.clipping = 1
      $0.reverberation = 1
    }
    #expect(varied.values.count == Self.voice.values.count || varied.values.count > 15_000)
    #expect(varied.values.contains { abs(Int($0)) > 1000 })
  }
}
