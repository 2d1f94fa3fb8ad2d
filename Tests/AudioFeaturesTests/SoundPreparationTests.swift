// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

import Foundation
import Signal
import TestSupport
import Testing

@testable import AudioFeatures

@Suite struct SoundPreparationTests {
  private static let rate = 16_000

  /// Two seconds of something like a voice, full scale at 1.
  private static let voice = WaveFile.voice(seconds: 2).amplitudes.map { Float($0) }

  private static func noise(_ count: Int, seed: UInt64 = 1) -> [Float] {
    var generator = TestAudio.Generator(state: seed)
    return (0..<count).map { _ in Float(generator.next()) * 0.2 }
  }

  private static func prepared(
    _ channels: [[Float]], places: [SoundChannel.Place]? = nil
  ) -> PreparedSound {
    SoundPreparation.speech.prepare(
      channels.enumerated().map { index, values in
        SoundChannel(places?[index] ?? .other, values: values)
      }, sampleRate: rate)
  }

  private static func level(_ samples: AudioSamples?) -> Double? {
    samples.flatMap {
      GatedLoudness($0.values.map { Float($0) / 32768 }, sampleRate: rate).whole
    }
  }

  /// Root mean square of the difference to the plain voice, relative to it.
  private static func difference(_ sound: PreparedSound) throws -> Double {
    let plain = try #require(prepared([voice]).samples).values
    let other = try #require(sound.samples).values
    #expect(abs(plain.count - other.count) <= rate / 50)
    let (gap, whole) = zip(plain, other).reduce((0.0, 0.0)) { sum, pair in
      let (a, b) = (Double(pair.0), Double(pair.1))
      return (sum.0 + (a - b) * (a - b), sum.1 + a * a)
    }
    return (gap / whole).squareRoot()
  }

  @Test(arguments: [1, 0.1, 0.01, 3] as [Float])
  func everyLevelBecomesOne(gain: Float) throws {
    let sound = Self.prepared([Self.voice.map { $0 * gain }])
    #expect(abs(try #require(Self.level(sound.samples)) + 26) < 0.3)
    #expect(try Self.difference(sound) < 0.002)
  }

  @Test(arguments: [0.01, 0.03, 0.05, 0.2, -0.2] as [Float])
  func aConstantOffsetGoesWithoutATrace(offset: Float) throws {
    #expect(try Self.difference(Self.prepared([Self.voice.map { $0 + offset }])) < 0.001)
  }

  @Test(arguments: [-1, -0.9, -0.7] as [Float])
  func channelsThatCancelOneAnotherGiveTheLouder(factor: Float) throws {
    let sound = Self.prepared([Self.voice, Self.voice.map { $0 * factor }])
    #expect(try Self.difference(sound) < 0.001)
    #expect(
      sound.remarks.contains(
        "the channels of the sound cancel one another: the louder one was taken"))
  }

  @Test func unlikeChannelsAreAveraged() throws {
    let other = Self.noise(Self.voice.count)
    let mix = ChannelMix([
      SoundChannel(.other, values: Self.voice), SoundChannel(.other, values: other),
    ])
    #expect(mix.choice == .mean)
    #expect(
      mix([SoundChannel(.other, values: [1]), SoundChannel(.other, values: [0.5])]) == [0.75])
  }

  @Test func aVoiceInOneChannelIsNotWeakenedByTheEmptyOne() throws {
    let empty = [Float](repeating: 0, count: Self.voice.count)
    let sound = Self.prepared([empty, Self.voice])
    #expect(try Self.difference(sound) < 0.001)
    #expect(!sound.remarks.contains { $0.contains("channel") })
  }

  @Test func theCentreOfALayoutSpeaks() throws {
    let music = (0..<5).map { Self.noise(Self.voice.count, seed: UInt64($0) + 2) }
    let sound = Self.prepared(
      [music[0], music[1], Self.voice, music[2].map { $0 * 4 }, music[3], music[4]],
      places: [.other, .other, .centre, .lowFrequency, .other, .other])
    #expect(try Self.difference(sound) < 0.001)
  }

  @Test(arguments: [0, 0.0003] as [Float])
  func silenceRoundTheSpeechIsLeftOut(level: Float) throws {
    let silence = Self.noise(4 * Self.rate).map { $0 / 0.2 * level }
    let sound = Self.prepared([silence + Self.voice + silence])
    let seconds = try #require(sound.samples).duration
    #expect(abs(seconds - 2.2) < 0.05)
  }

  @Test func aPauseWithinTheSpeechStays() throws {
    let pause = [Float](repeating: 0, count: Self.rate)
    let sound = Self.prepared([Self.voice + pause + Self.voice])
    #expect(abs(try #require(sound.samples).duration - 5) < 0.05)
  }

  @Test func zerosAreSilenceAndFaintNoiseIsSaidToBeFaint() {
    let none = Self.prepared([[Float](repeating: 0, count: Self.rate)])
    #expect(none == PreparedSound(samples: nil, remarks: []))
    // Nothing but an offset, and less than one step of 16 bits.
    for faint in [
      [Float](repeating: 0.1, count: Self.rate), Self.noise(Self.rate).map { $0 * 1e-5 },
    ] {
      let sound = Self.prepared([faint])
      #expect(sound.samples == nil)
      #expect(sound.remarks == ["the sound is too faint to be heard"])
    }
  }

  @Test func cutPeaksAreNoticed() {
    let sound = Self.voice.map { min(max($0 * 18, -1), 1) }
    #expect(Self.prepared([sound]).remarks.contains("the sound is cut off at its peaks"))
    #expect(!Self.prepared([Self.voice]).remarks.contains { $0.contains("peaks") })
  }

  @Test func theBandOfATelephoneIsNoticed() {
    let hiss = Self.noise(2 * Self.rate)
    var filters = [0.5098, 0.6013, 0.9, 2.5629].flatMap { quality in
      [0, 1].map { _ in
        BiquadFilter.lowPass(3000, quality: quality, sampleRate: Self.rate)
      }
    }
    let narrow = hiss.map { value in
      Float(filters.indices.reduce(Double(value)) { filters[$1]($0) })
    }
    let remark = "the sound has the narrow band of a telephone"
    #expect(Self.prepared([narrow]).remarks.contains(remark))
    #expect(!Self.prepared([hiss]).remarks.contains(remark))
  }

  @Test func rawSoundIsTheMeanAsItIs() {
    let sound = SoundPreparation.raw.prepare(
      [SoundChannel(.other, values: [0.5, 0.25]), SoundChannel(.other, values: [0, 0.25])],
      sampleRate: Self.rate)
    #expect(sound.samples?.values == [8192, 8192])
  }

  @Test func aFullScaleSineHasTheLoudnessThatTheStandardSays() throws {
    // ITU-R BS.1770-4: 997 Hz at 0 dBFS in one channel reads -3.01 LKFS.
    let sine = (0..<48_000 * 2).map { Float(sin(2 * Double.pi * 997 * Double($0) / 48_000)) }
    let level = try #require(GatedLoudness(sine, sampleRate: 48_000).whole)
    #expect(abs(level + 3.01) < 0.02)
  }

  @Test func pausesDoNotCountForTheLoudness() throws {
    let pause = [Float](repeating: 0, count: 6 * Self.rate)
    let alone = try #require(GatedLoudness(Self.voice, sampleRate: Self.rate).whole)
    let apart = try #require(
      GatedLoudness(Self.voice + pause + Self.voice, sampleRate: Self.rate).whole)
    #expect(abs(alone - apart) < 0.5)
  }
}
