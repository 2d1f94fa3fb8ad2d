// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

import Foundation
import Signal
import Testing

@testable import AudioFeatures

/// The contours of a sound.
struct LowLevelDescriptorsTests {
  private let extractor = FunctionalsExtractor()

  /// One column of the summarised frames.
  private func column(_ name: String, of audio: AudioSamples) throws -> [Float] {
    let descriptors = extractor.descriptors(of: audio)
    let index = try #require(descriptors.names.firstIndex(of: name))
    return (0..<descriptors.summarisedFrameCount).map {
      descriptors.values[$0 * descriptors.count + index]
    }
  }

  @Test func thereAre38ContoursAnd38DeltasARowEvery10Milliseconds() {
    let descriptors = extractor.descriptors(of: TestAudio.speechLike(seconds: 1))
    #expect(descriptors.count == 76)
    #expect(Set(descriptors.names).count == 76)
    #expect(descriptors.names[1] == "pcm_fftMag_mfcc_sma[0]")
    #expect(descriptors.names[38] == "pcm_loudness_sma_de")
    // (16000 - 960) / 160 + 1 = 95 whole frames of 60 ms.
    #expect(descriptors.frameCount == 94)
    #expect(descriptors.summarisedFrameCount == 92)
    #expect(descriptors.values.count == 94 * 76)
  }

  @Test func theMeanOfAColumnIsTheFunctionalOfThatName() throws {
    let audio = TestAudio.speechLike(seconds: 1)
    let functionals = extractor.functionals(of: audio).values
    for name in ["pcm_loudness_sma", "logMelFreqBand_sma[3]", "lspFreq_sma_de[2]"] {
      let contour = try column(name, of: audio)
      let index = try #require(extractor.names.firstIndex(of: name + "_amean"))
      let mean = contour.reduce(0.0) { $0 + Double($1) } / Double(contour.count)
      #expect(abs(Float(mean) - functionals[index]) <= 1e-6 * max(1, abs(functionals[index])))
    }
  }

  @Test(arguments: [90, 110, 200, 317, 480], [8000, 16_000, 22_050, 44_100])
  func thePitchOfAHarmonicToneIsFoundWithin1Percent(frequency: Double, sampleRate: Int) throws {
    let tone = TestAudio.harmonic(frequency, seconds: 0.5, sampleRate: sampleRate)
    // The first frame is always unvoiced, and smoothing spreads that to the second.
    let contour = try column("F0final_sma", of: tone).dropFirst(2)
    #expect(!contour.isEmpty)
    for value in contour { #expect(abs(Double(value) / frequency - 1) < 0.01) }
  }

  @Test(arguments: [60, 120, 300, 600])
  func thePitchOfASumOfHarmonicsIsFoundWithin1Hertz(frequency: Double) throws {
    // Up to the twentieth: with the first few alone, a voice of 60 Hz is at times taken for 40.
    let tone = TestAudio.harmonic(frequency, seconds: 0.5, count: 20)
    let contour = try column("F0final_sma", of: tone).dropFirst(2)
    #expect(!contour.isEmpty)
    for value in contour { #expect(abs(Double(value) - frequency) < 1) }
  }

  private func mean(_ name: String, _ audio: AudioSamples) throws -> Double {
    let contour = try column(name, of: audio).dropFirst(3)
    return contour.reduce(0) { $0 + Double($1) } / Double(contour.count)
  }

  @Test(arguments: [2, 3, 4])
  func jitterIsThatWithWhichATrainOfPulsesWasMade(change: Double) throws {
    var generator = TestAudio.Generator(state: 5)
    let periods = (0..<400).map { _ in 100 + Int((change * generator.next()).rounded()) }
    let differences = zip(periods, periods.dropFirst()).map { abs(Double($1 - $0)) }
    let known = differences.reduce(0, +) / 399 / (Double(periods.reduce(0, +)) / 400)
    let jitter = try mean("jitterLocal_sma", TestAudio.pulses(periods))
    // A frame sees few periods, whose lengths are found between samples.
    #expect(abs(jitter / known - 1) < 0.2)
  }

  @Test(arguments: [0.05, 0.1, 0.2])
  func shimmerIsThatWithWhichATrainOfPulsesWasMade(difference: Double) throws {
    let audio = TestAudio.pulses(
      [Int](repeating: 100, count: 160),
      heights: (0..<160).map { $0 % 2 == 0 ? 1 : 1 - difference })
    let shimmer = try mean("shimmerLocal_sma", audio)
    #expect(abs(shimmer / (difference / (1 - difference / 2)) - 1) < 0.1)
  }

  @Test func noiseAndSilenceHaveNoPitch() throws {
    let silence = AudioSamples(values: [Int16](repeating: 0, count: 16_000))
    #expect(try column("F0final_sma", of: silence).allSatisfy { $0 == 0 })
    let noise = try column("F0final_sma", of: TestAudio.noise(seconds: 1))
    #expect(noise.count { $0 > 0 } < noise.count / 10)
  }

  @Test func aPeriodicVoiceHasNoJitterAndNoShimmerAPerturbedOneHas() throws {
    var generator = TestAudio.Generator(state: 3)
    let even = [Int](repeating: 100, count: 160)
    let uneven = even.map { $0 + Int((2 * generator.next()).rounded()) }
    let heights = even.map { _ in 1 + 0.1 * generator.next() }
    func mean(_ name: String, _ audio: AudioSamples) throws -> Float {
      let contour = try column(name, of: audio)
      return contour.reduce(0, +) / Float(contour.count)
    }
    let steady = TestAudio.pulses(even)
    #expect(try column("F0final_sma", of: steady).dropFirst(3).allSatisfy { abs($0 - 160) < 1.6 })
    #expect(try mean("jitterLocal_sma", steady) < 1e-3)
    #expect(try mean("jitterDDP_sma", steady) < 1e-3)
    #expect(try mean("shimmerLocal_sma", steady) < 1e-3)
    let hoarse = TestAudio.pulses(uneven)
    #expect(try mean("jitterLocal_sma", hoarse) > 5e-3)
    #expect(try mean("jitterDDP_sma", hoarse) > 5e-3)
    let trembling = TestAudio.pulses(even, heights: heights)
    #expect(try mean("shimmerLocal_sma", trembling) > 0.02)
  }

  @Test func aLouderFrameIsLouderByThePowerLawAndItsLogEnergiesByTheLogarithm() throws {
    let soft = TestAudio.noise(seconds: 0.5, amplitude: 0.1)
    let loud = AudioSamples(values: soft.values.map { $0 * 4 })
    let bands = (
      try column("logMelFreqBand_sma[2]", of: soft), try column("logMelFreqBand_sma[2]", of: loud)
    )
    for (a, b) in zip(bands.0, bands.1) { #expect(abs(b - a - log(16)) < 1e-4) }
    let loudness = (
      try column("pcm_loudness_sma", of: soft), try column("pcm_loudness_sma", of: loud)
    )
    for (a, b) in zip(loudness.0, loudness.1) { #expect(abs(b - a * pow(16, 0.3)) < 1e-4 * b) }
  }

  @Test func theStartOfALongSoundHasTheContoursThatItHasAlone() {
    let audio = TestAudio.speechLike(seconds: 11)
    let whole = extractor.descriptors(of: audio)
    let start = extractor.descriptors(
      of: AudioSamples(values: Array(audio.values.prefix(audio.values.count - 5000))))
    // The cut is seen by smoothing, deltas and the end of the perturbation's last read.
    let rows = start.summarisedFrameCount - 8
    #expect(rows > 1000)
    #expect(Array(whole.values.prefix(rows * 76)) == Array(start.values.prefix(rows * 76)))
  }
}
