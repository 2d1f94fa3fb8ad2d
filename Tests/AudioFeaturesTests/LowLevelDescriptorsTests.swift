// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

import Foundation
import Media
import Testing

@testable import AudioFeatures

@Suite("The contours of a sound")
struct LowLevelDescriptorsTests {
  private let extractor = FunctionalsExtractor()

  /// One column of the summarised frames.
  private func column(_ name: String, of sound: AudioSamples) throws -> [Float] {
    let descriptors = extractor.descriptors(of: sound)
    let index = try #require(descriptors.names.firstIndex(of: name))
    return (0..<descriptors.summarisedFrameCount).map {
      descriptors.values[$0 * descriptors.count + index]
    }
  }

  @Test("There are 38 contours and 38 deltas, a row every 10 ms")
  func shape() {
    let descriptors = extractor.descriptors(of: TestSounds.speechLike(seconds: 1))
    #expect(descriptors.count == 76)
    #expect(Set(descriptors.names).count == 76)
    #expect(descriptors.names[1] == "pcm_fftMag_mfcc_sma[0]")
    #expect(descriptors.names[38] == "pcm_loudness_sma_de")
    // (16000 - 960) / 160 + 1 = 95 whole frames of 60 ms.
    #expect(descriptors.frameCount == 94)
    #expect(descriptors.summarisedFrameCount == 92)
    #expect(descriptors.values.count == 94 * 76)
  }

  @Test("The mean of a column is the functional of that name")
  func means() throws {
    let sound = TestSounds.speechLike(seconds: 1)
    let functionals = extractor.functionals(of: sound).values
    for name in ["pcm_loudness_sma", "logMelFreqBand_sma[3]", "lspFreq_sma_de[2]"] {
      let contour = try column(name, of: sound)
      let index = try #require(extractor.names.firstIndex(of: name + "_amean"))
      let mean = contour.reduce(0.0) { $0 + Double($1) } / Double(contour.count)
      #expect(abs(Float(mean) - functionals[index]) <= 1e-6 * max(1, abs(functionals[index])))
    }
  }

  @Test(
    "The pitch of a harmonic tone is found within 1 %",
    arguments: [90, 110, 200, 317, 480], [8000, 16_000, 22_050, 44_100])
  func pitch(frequency: Double, sampleRate: Int) throws {
    let tone = TestSounds.harmonic(frequency, seconds: 0.5, sampleRate: sampleRate)
    // The first frame is always unvoiced, and smoothing spreads that to the second.
    let contour = try column("F0final_sma", of: tone).dropFirst(2)
    #expect(!contour.isEmpty)
    for value in contour { #expect(abs(Double(value) / frequency - 1) < 0.01) }
  }

  @Test("The pitch of a sum of harmonics is found within 1 Hz", arguments: [60, 120, 300, 600])
  func pitchInHertz(frequency: Double) throws {
    // Up to the twentieth: with the first few alone, a voice of 60 Hz is at times taken for 40.
    let tone = TestSounds.harmonic(frequency, seconds: 0.5, count: 20)
    let contour = try column("F0final_sma", of: tone).dropFirst(2)
    #expect(!contour.isEmpty)
    for value in contour { #expect(abs(Double(value) - frequency) < 1) }
  }

  private func mean(_ name: String, _ sound: AudioSamples) throws -> Double {
    let contour = try column(name, of: sound).dropFirst(3)
    return contour.reduce(0) { $0 + Double($1) } / Double(contour.count)
  }

  @Test("Jitter is that with which a train of pulses was made", arguments: [2, 3, 4])
  func knownJitter(change: Double) throws {
    var generator = TestSounds.Generator(state: 5)
    let periods = (0..<400).map { _ in 100 + Int((change * generator.next()).rounded()) }
    let differences = zip(periods, periods.dropFirst()).map { abs(Double($1 - $0)) }
    let known = differences.reduce(0, +) / 399 / (Double(periods.reduce(0, +)) / 400)
    let jitter = try mean("jitterLocal_sma", TestSounds.pulses(periods))
    // A frame sees few periods, whose lengths are found between samples.
    #expect(abs(jitter / known - 1) < 0.2)
  }

  @Test("Shimmer is that with which a train of pulses was made", arguments: [0.05, 0.1, 0.2])
  func knownShimmer(difference: Double) throws {
    let sound = TestSounds.pulses(
      [Int](repeating: 100, count: 160),
      heights: (0..<160).map { $0 % 2 == 0 ? 1 : 1 - difference })
    let shimmer = try mean("shimmerLocal_sma", sound)
    #expect(abs(shimmer / (difference / (1 - difference / 2)) - 1) < 0.1)
  }

  @Test("Noise and silence have no pitch")
  func unvoiced() throws {
    let silence = AudioSamples(values: [Int16](repeating: 0, count: 16_000))
    #expect(try column("F0final_sma", of: silence).allSatisfy { $0 == 0 })
    let noise = try column("F0final_sma", of: TestSounds.noise(seconds: 1))
    #expect(noise.count { $0 > 0 } < noise.count / 10)
  }

  @Test("A perfectly periodic voice has no jitter and no shimmer, a perturbed one has")
  func perturbation() throws {
    var generator = TestSounds.Generator(state: 3)
    let even = [Int](repeating: 100, count: 160)
    let uneven = even.map { $0 + Int((2 * generator.next()).rounded()) }
    let heights = even.map { _ in 1 + 0.1 * generator.next() }
    func mean(_ name: String, _ sound: AudioSamples) throws -> Float {
      let contour = try column(name, of: sound)
      return contour.reduce(0, +) / Float(contour.count)
    }
    let steady = TestSounds.pulses(even)
    #expect(try column("F0final_sma", of: steady).dropFirst(3).allSatisfy { abs($0 - 160) < 1.6 })
    #expect(try mean("jitterLocal_sma", steady) < 1e-3)
    #expect(try mean("jitterDDP_sma", steady) < 1e-3)
    #expect(try mean("shimmerLocal_sma", steady) < 1e-3)
    let hoarse = TestSounds.pulses(uneven)
    #expect(try mean("jitterLocal_sma", hoarse) > 5e-3)
    #expect(try mean("jitterDDP_sma", hoarse) > 5e-3)
    let trembling = TestSounds.pulses(even, heights: heights)
    #expect(try mean("shimmerLocal_sma", trembling) > 0.02)
  }

  @Test("A louder frame is louder by the power law, and its log energies by the logarithm")
  func gain() throws {
    let soft = TestSounds.noise(seconds: 0.5, amplitude: 0.1)
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

  @Test("The start of a long sound has the contours that it has alone, across blocks")
  func prefix() {
    let sound = TestSounds.speechLike(seconds: 11)
    let whole = extractor.descriptors(of: sound)
    let start = extractor.descriptors(
      of: AudioSamples(values: Array(sound.values.prefix(sound.values.count - 5000))))
    // The cut is seen by smoothing, deltas and the end of the perturbation's last read.
    let rows = start.summarisedFrameCount - 8
    #expect(rows > 1000)
    #expect(Array(whole.values.prefix(rows * 76)) == Array(start.values.prefix(rows * 76)))
  }
}
