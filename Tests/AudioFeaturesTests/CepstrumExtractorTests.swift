// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

import Foundation
import Signal
import Testing

@testable import AudioFeatures

/// Plain cepstral coefficients.
struct CepstrumExtractorTests {
  /// The coefficients of one frame by the definition, in double precision and without any transform.
  private func plain(
    _ frame: [Int16], _ options: CepstrumOptions, sampleRate: Int
  ) -> [Double] {
    let x = frame.map { Double($0) / 32767 }
    let length = x.count
    let size = FrameGeometry.transformSize(for: length)
    let windowed = x.indices.map { n in
      (x[n] - options.preEmphasis * x[max(0, n - 1)])
        * (0.54 - 0.46 * cos(2 * .pi * Double(n) / Double(length - 1)))
    }
    let spacing = Double(sampleRate) / Double(size)
    let highest = min(options.highestFrequency, Double(sampleRate) / 2)
    let (low, high) = (MelFilterBank.mel(options.lowestFrequency), MelFilterBank.mel(highest))
    let step = (high - low) / Double(options.bandCount + 1)
    var energies = [Double](repeating: 0, count: options.bandCount)
    let first = Int((options.lowestFrequency / spacing).rounded()) + 1
    for bin in first...Int((highest / spacing).rounded()) - 1 {
      var (real, imaginary) = (0.0, 0.0)
      for n in 0..<length {
        let angle = 2 * .pi * Double(bin) * Double(n) / Double(size)
        real += windowed[n] * cos(angle)
        imaginary -= windowed[n] * sin(angle)
      }
      let mel = MelFilterBank.mel(Double(bin) * spacing)
      for band in energies.indices {
        let distance = abs(mel - (low + Double(band + 1) * step)) / step
        energies[band] += max(0, 1 - distance) * (real * real + imaginary * imaginary)
      }
    }
    return (0..<options.coefficientCount).map { i in
      let lift =
        options.lifter > 0 ? 1 + options.lifter / 2 * sin(.pi * Double(i) / options.lifter) : 1
      let sum = energies.enumerated().reduce(0) { sum, band in
        sum + log(max(band.element, 1e-8))
          * cos(.pi * Double(i) * (Double(band.offset) + 0.5) / Double(options.bandCount))
      }
      return lift * sqrt(2 / Double(options.bandCount)) * sum
    }
  }

  private static let variants: [(CepstrumOptions, Int)] = [
    (CepstrumOptions(), 16_000), (CepstrumOptions(), 8000), (CepstrumOptions(), 22_050),
    (CepstrumOptions(coefficientCount: 20, bandCount: 40, lifter: 0), 16_000),
    (CepstrumOptions(windowLength: 0.032, hopLength: 0.016, preEmphasis: 0), 16_000),
    (CepstrumOptions(lowestFrequency: 300, highestFrequency: 3400), 16_000),
  ]

  @Test(arguments: 0..<variants.count)
  func eachFrameHasTheCoefficientsOfTheDefinition(index: Int) {
    let (options, sampleRate) = Self.variants[index]
    let audio = TestAudio.speechLike(seconds: 0.3, sampleRate: sampleRate)
    let found = CepstrumExtractor(options: options).coefficients(of: audio)
    let length = Int((options.windowLength * Double(sampleRate)).rounded(.toNearestOrAwayFromZero))
    let hop = Int((options.hopLength * Double(sampleRate)).rounded(.toNearestOrAwayFromZero))
    #expect(found.frameCount == (audio.values.count - length) / hop + 1)
    #expect(found.framePeriod == Double(hop) / Double(sampleRate))
    for frame in stride(from: 0, to: found.frameCount, by: 7) {
      let samples = Array(audio.values[frame * hop..<frame * hop + length])
      let expected = plain(samples, options, sampleRate: sampleRate)
      let count = options.coefficientCount
      for (value, wanted) in zip(found.values[frame * count..<(frame + 1) * count], expected) {
        // Single precision through a transform and a sum of logarithms, times a lifter of up to 12.
        #expect(abs(Double(value) - wanted) < 1e-3 * max(1, abs(wanted)))
      }
    }
  }

  @Test func coefficientsAreTheContoursBeforeSmoothing() {
    let audio = TestAudio.speechLike(seconds: 0.5)
    let options = CepstrumOptions(coefficientCount: 15)
    let plain = CepstrumExtractor(options: options).coefficients(of: audio)
    let smoothed = FunctionalsExtractor().descriptors(of: audio)
    for frame in 1..<smoothed.summarisedFrameCount {
      for i in 0..<15 {
        let mean = (-1...1).reduce(Float(0)) { $0 + plain.values[(frame + $1) * 15 + i] } / 3
        #expect(abs(mean - smoothed.values[frame * 76 + 1 + i]) < 1e-4 * max(1, abs(mean)))
      }
    }
  }

  @Test(arguments: [0, 1, 400, 1599, 3000])
  func audioShorterThanAFrameIsRepeatedUpToIt(count: Int) {
    let options = CepstrumOptions(windowLength: 0.2)
    let audio = TestAudio.speechLike(seconds: 0.3)
    let short = AudioSamples(values: Array(audio.values.prefix(count)))
    let found = CepstrumExtractor(options: options).coefficients(of: short)
    #expect(found.wasPadded)
    #expect(found.frameCount == 1)
    #expect(TestAudio.areFinite(found.values))
  }

  @Test func valuesAreFiniteForSilenceAndForTheLoudestSound() {
    for value in [0, Int16.min, .max] {
      let audio = AudioSamples(values: .init(repeating: value, count: 4000))
      #expect(TestAudio.areFinite(CepstrumExtractor().coefficients(of: audio).values))
    }
  }

  @Test(
    arguments: [
      CepstrumOptions(coefficientCount: 27), CepstrumOptions(coefficientCount: 0),
      CepstrumOptions(windowLength: 0), CepstrumOptions(windowLength: .nan),
      CepstrumOptions(hopLength: 2), CepstrumOptions(bandCount: 0),
      CepstrumOptions(lowestFrequency: 8000), CepstrumOptions(lowestFrequency: -1),
      CepstrumOptions(highestFrequency: .infinity), CepstrumOptions(preEmphasis: 1.5),
      CepstrumOptions(lifter: -1),
    ])
  func optionsThatCannotBeAreObjectedTo(_ options: CepstrumOptions) {
    #expect(options.objection != nil)
  }

  @Test func bandsAboveHalfTheRateDoNotFitAndTheDefaultsHaveNoObjection() {
    #expect(CepstrumOptions().objection == nil)
    #expect(!CepstrumOptions(lowestFrequency: 4000).fits(sampleRate: 8000))
    #expect(CepstrumOptions(lowestFrequency: 3999).fits(sampleRate: 8000))
  }
}
