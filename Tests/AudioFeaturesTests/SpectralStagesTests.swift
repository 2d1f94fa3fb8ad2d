// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

import Foundation
import Testing

@testable import AudioFeatures

/// Windows, pre-emphasis, mel bands, cepstrum, loudness.
struct SpectralStagesTests {
  @Test func theHammingWindowIsSymmetricLowAtItsEndsAnd1InTheMiddle() {
    let window = WindowFunction.hamming(length: 401)
    #expect(abs(window[0] - 0.08) < 1e-6)
    #expect(abs(window[200] - 1) < 1e-6)
    for i in 0..<401 { #expect(abs(window[i] - window[400 - i]) < 1e-6) }
  }

  @Test func theGaussianWindowFallsByItsLawOneDeviationFromTheMiddle() {
    let window = WindowFunction.gaussian(length: 961, deviation: 0.25)
    #expect(window[480] == 1)
    #expect(abs(window[480 + 120] - Float(exp(-0.5))) < 1e-6)
    #expect(window[0] == window[960])
  }

  @Test(arguments: [1, 7, 8, 9, 31])
  func preEmphasisIsTheFirstDifferenceWhateverTheLength(count: Int) {
    let x = (0..<count).map { Float(sin(Double($0 * $0))) }
    let window = (0..<count).map { Float($0 + 1) }
    var result = [Float](repeating: 0, count: count)
    result.withUnsafeMutableBufferPointer { result in
      guard let base = result.baseAddress else { return }
      PreEmphasis.apply(to: x, window: window, into: base, count: count)
    }
    for n in 0..<count {
      let before = n == 0 ? x[0] : x[n - 1]
      #expect(abs(result[n] - (x[n] - 0.97 * before) * window[n]) < 1e-5)
    }
  }

  /// Energies of a bank's bands for a spectrum with one bin of power 1.
  private func energies(_ bank: MelFilterBank, bin: Int, bins: Int) -> [Float] {
    var power = [Float](repeating: 0, count: bins + VectorMath.width)
    power[bin] = 1
    var energies = [Float](repeating: 0, count: bank.bandCount)
    energies.withUnsafeMutableBufferPointer { energies in
      guard let base = energies.baseAddress else { return }
      bank.apply(to: power, into: base)
    }
    return energies
  }

  @Test(arguments: [8, 26])
  func melTrianglesSumToOneBetweenTheFirstAndTheLastCentre(bands: Int) {
    let bank = MelFilterBank(
      bandCount: bands, frequencies: 20...6500, binSpacing: 31.25, sampleRate: 16_000)
    let step = (MelFilterBank.mel(6500) - MelFilterBank.mel(20)) / Double(bands + 1)
    var inner = 0
    for bin in 0...256 {
      let weights = energies(bank, bin: bin, bins: 257)
      let mel = MelFilterBank.mel(Double(bin) * 31.25)
      let place = (mel - MelFilterBank.mel(20)) / step
      let sum = weights.reduce(0, +)
      if place >= 1, place <= Double(bands) {
        inner += 1
        #expect(abs(sum - 1) < 1e-6)
      } else {
        #expect(sum < 1)
      }
      #expect(weights.allSatisfy { $0 >= 0 })
      #expect(weights.count { $0 > 0 } <= 2)
    }
    #expect(inner > 140)
  }

  @Test func binsAtTheFeetOfTheFirstAndTheLastTriangleDoNotCount() {
    let bank = MelFilterBank(
      bandCount: 8, frequencies: 20...6500, binSpacing: 31.25, sampleRate: 16_000)
    #expect(bank.bins == 2..<208)
  }

  @Test func aFlatSpectrumHasOnlyTheZerothCoefficient() {
    let transform = CepstralTransform(coefficientCount: 15, bandCount: 26)
    let logEnergies = [Float](repeating: 3, count: 26)
    var result = [Float](repeating: 0, count: 15)
    result.withUnsafeMutableBufferPointer { result in
      guard let base = result.baseAddress else { return }
      transform.apply(to: logEnergies, into: base)
    }
    #expect(abs(result[0] - Float(3 * 26 * (2.0 / 26).squareRoot())) < 1e-4)
    // Up to twelvefold lifting of rounding errors.
    for value in result.dropFirst() { #expect(abs(value) < 1e-4) }
  }

  @Test(arguments: [8, 26])
  func theCosineTransformsRowsAreOrthogonalAndTheZerothTwiceAsLong(bands: Int) {
    let transform = CepstralTransform(coefficientCount: bands, bandCount: bands, lifter: 0)
    // Column b is what the transform makes of band b alone.
    let columns = (0..<bands).map { band in
      var energies = [Float](repeating: 0, count: bands)
      energies[band] = 1
      var result = energies
      transform.apply(to: energies, into: &result)
      return result
    }
    for i in 0..<bands {
      for j in 0...i {
        let product = columns.reduce(0.0) { $0 + Double($1[i]) * Double($1[j]) }
        #expect(abs(product - (i == j ? (i == 0 ? 2 : 1) : 0)) < 1e-6)
      }
    }
  }

  @Test func oneCosineOverTheBandsHasOneLifteredCoefficient() {
    let transform = CepstralTransform(coefficientCount: 15, bandCount: 26)
    let logEnergies = (0..<26).map { Float(cos(.pi * 4 * (Double($0) + 0.5) / 26)) }
    var result = [Float](repeating: 0, count: 15)
    result.withUnsafeMutableBufferPointer { result in
      guard let base = result.baseAddress else { return }
      transform.apply(to: logEnergies, into: base)
    }
    let expected = (1 + 11 * sin(.pi * 4 / 22)) * (2.0 / 26).squareRoot() * 13
    for (i, value) in result.enumerated() {
      #expect(abs(value - (i == 4 ? Float(expected) : 0)) < 1e-4)
    }
  }

  @Test func loudnessFollowsTheFirstSamplesPowerTo0Point3() {
    let window = WindowFunction.hamming(length: 400)
    let loudness = Loudness(window: window)
    let weight = Double(window[0]) / window.reduce(0.0) { $0 + Double($1) }
    #expect(loudness.value(firstSample: 0) == 0)
    let expected = pow(weight * 0.25 / 1e-6, 0.3)
    #expect(abs(Double(loudness.value(firstSample: -0.5)) - expected) < 1e-6 * expected)
  }

  @Test func energiesOfSilenceStopAtTheFloor() {
    var energies: [Float] = [0, 1, 1e-9]
    energies.withUnsafeMutableBufferPointer { energies in
      guard let base = energies.baseAddress else { return }
      LogEnergy.apply(to: base, floor: 1e-8, count: 3)
    }
    #expect(energies == [log(Float(1e-8)), 0, log(Float(1e-8))])
  }
}
