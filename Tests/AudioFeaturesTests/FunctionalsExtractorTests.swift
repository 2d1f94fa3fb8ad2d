// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

import Foundation
import Signal
import Testing

@testable import AudioFeatures

/// The 1582 functionals of a sound.
struct FunctionalsExtractorTests {
  private let extractor = FunctionalsExtractor()

  @Test(arguments: [1, 2, 3, 100, 959, 1439, 1440, 1599])
  func audioUnder100MillisecondsIsRepeatedUpToIt(count: Int) {
    let values = TestAudio.speechLike(seconds: 0.1).values
    let short = AudioSamples(values: Array(values.prefix(count)))
    let repeated = AudioSamples(values: (0..<1600).map { values[$0 % count] })
    let result = extractor.functionals(of: short)
    #expect(result.wasPadded)
    #expect(result.values.count == 1582)
    #expect(TestAudio.areFinite(result.values))
    let expected = extractor.functionals(of: repeated)
    #expect(!expected.wasPadded)
    #expect(result.values == expected.values)
    #expect(extractor.descriptors(of: short).wasPadded)
  }

  @Test(arguments: [4000, 8000, 11_025, 16_000, 22_050, 44_100, 48_000, 96_000, 384_000])
  func theMinimumIs100MillisecondsAtEveryRateAndLeavesFramesToSummarise(sampleRate: Int) {
    let minimum = ShortAudio.minimumCount(sampleRate: sampleRate)
    #expect(Double(minimum) >= 0.1 * Double(sampleRate))
    #expect(Double(minimum - 1) < 0.1 * Double(sampleRate))
    let audio = TestAudio.speechLike(seconds: 0.2, sampleRate: sampleRate).values
    for (count, isShort) in [(minimum - 1, true), (minimum, false)] {
      let samples = AudioSamples(values: Array(audio.prefix(count)), sampleRate: sampleRate)
      let result = extractor.functionals(of: samples)
      #expect(result.wasPadded == isShort)
      #expect(TestAudio.areFinite(result.values))
      #expect(extractor.descriptors(of: samples).summarisedFrameCount >= 1)
    }
  }

  @Test func noSoundAtAllCountsAsSilence() {
    let result = extractor.functionals(of: AudioSamples(values: []))
    let silence = extractor.functionals(of: AudioSamples(values: .init(repeating: 0, count: 1600)))
    #expect(result.wasPadded)
    #expect(result.values == silence.values)
  }

  private static let hardAudio: [(String, [Int16])] = [
    ("silence", .init(repeating: 0, count: 8000)),
    ("constant", .init(repeating: 12_345, count: 8000)),
    ("lowest", .init(repeating: .min, count: 8000)),
    ("highest", .init(repeating: .max, count: 8000)),
    ("one bit", (0..<8000).map { Int16($0 % 2) }),
    ("clipped square wave", (0..<8000).map { $0 / 40 % 2 == 0 ? .max : .min }),
    ("fastest square wave", (0..<8000).map { $0 % 2 == 0 ? .max : .min }),
    ("one impulse", (0..<8000).map { $0 == 4000 ? .max : 0 }),
    ("impulses", (0..<8000).map { $0 % 133 == 0 ? .max : 0 }),
    ("sine", (0..<8000).map { Int16(32_767 * sin(Double($0) / 7)) }),
    ("deep sine", (0..<8000).map { Int16(32_767 * sin(Double($0) / 400)) }),
    ("step", (0..<8000).map { $0 < 4000 ? -32_768 : 32_767 }),
  ]

  @Test(
    arguments: 0..<hardAudio.count,
    FunctionalsFeatureSet.allCases)
  func valuesAreFiniteForAnySound(index: Int, featureSet: FunctionalsFeatureSet) {
    let (name, values) = Self.hardAudio[index]
    let extractor = FunctionalsExtractor(featureSet: featureSet)
    for sampleRate in [8000, 16_000, 44_100] {
      let audio = AudioSamples(values: values, sampleRate: sampleRate)
      #expect(TestAudio.areFinite(extractor.functionals(of: audio).values), "\(name)")
      #expect(TestAudio.areFinite(extractor.descriptors(of: audio).values), "\(name)")
    }
  }

  @Test(arguments: 0..<40)
  func valuesAreFiniteForRandomBytes(seed: Int) {
    var generator = TestAudio.Generator(state: UInt64(seed))
    let count = Int(abs(generator.next()) * 6000)
    var level = 1.0
    let values = (0..<count).map { i in
      if i % 500 == 0 { level = pow(10, 4.5 * abs(generator.next())) }
      return Int16(max(-32_768, min(32_767, level * generator.next())))
    }
    let sampleRate = [4000, 8000, 16_000, 44_100][seed % 4]
    let result = extractor.functionals(of: AudioSamples(values: values, sampleRate: sampleRate))
    #expect(result.values.count == 1582)
    #expect(TestAudio.areFinite(result.values))
  }

  @Test func callsAtTheSameTimeOnManyThreadsGiveTheSameBytes() async {
    let recordings = (0..<6).map {
      TestAudio.speechLike(
        seconds: 0.3 + 0.2 * Double($0), sampleRate: $0 % 2 == 0 ? 16_000 : 22_050,
        seed: UInt64($0))
    }
    let expected = recordings.map { FunctionalsExtractor().functionals(of: $0) }
    let shared = FunctionalsExtractor()
    await withTaskGroup(of: Bool.self) { group in
      for _ in 0..<8 {
        for (audio, functionals) in zip(recordings, expected) {
          group.addTask { shared.functionals(of: audio) == functionals }
        }
      }
      for await same in group { #expect(same) }
    }
  }

  @Test func durationCountsThePitchsFramesAndOnsetsItsBeginnings() {
    // 1 s has 95 frames of 60 ms, and the pitch tracker answers for 94.
    let values = extractor.functionals(of: TestAudio.speechLike(seconds: 1)).values
    #expect(values[1581] == 0.94)
    #expect(Contours.onsetCount([0, 1, 1, 0, 0, 2, 0, 3]) == 3)
    #expect(Contours.onsetCount([5, 5, 0, 5]) == 1)
    #expect(Contours.onsetCount([]) == 0)
  }

  @Test func theVariantsDifferInPositionsAndPitchNotInTheSpectrumsMeans() throws {
    let audio = TestAudio.speechLike(seconds: 1)
    let fractions = extractor.functionals(of: audio).values
    let indices = FunctionalsExtractor(featureSet: .is10).functionals(of: audio).values
    // 92 of the frames are summarised.
    #expect(abs(fractions[0] * 92 - indices[0]) < 1e-3)
    #expect(indices[0] == indices[0].rounded())
    #expect(fractions[2] == indices[2])
    #expect(fractions[23] == indices[23])
  }

  @Test func unvoicedSoundHasZerosForEverythingAboutPitch() {
    let values = extractor.functionals(of: AudioSamples(values: .init(repeating: 0, count: 8000)))
      .values
    #expect(values[(68 * 21)..<1581].allSatisfy { $0 == 0 })
  }
}
