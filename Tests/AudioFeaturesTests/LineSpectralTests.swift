// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

import Foundation
import Testing

@testable import AudioFeatures

/// Linear prediction and line spectral frequencies.
struct LineSpectralTests {
  /// A predictor of order 8 from its line spectral frequencies in radians.
  private func predictor(frequencies: [Double]) -> [Double] {
    func times(_ a: [Double], _ b: [Double]) -> [Double] {
      var product = [Double](repeating: 0, count: a.count + b.count - 1)
      for (i, x) in a.enumerated() {
        for (j, y) in b.enumerated() { product[i + j] += x * y }
      }
      return product
    }
    // P and Q: pairs of roots on the unit circle, and the trivial root of each.
    var sum = [1.0, 1]
    var difference = [1.0, -1]
    for (i, w) in frequencies.enumerated() {
      let pair = [1, -2 * cos(w), 1]
      if i % 2 == 0 { sum = times(sum, pair) } else { difference = times(difference, pair) }
    }
    return (1...8).map { (sum[$0] + difference[$0]) / 2 }
  }

  private func lanes(_ values: [Double]) -> SIMD8<Float> { SIMD8(values.map { Float($0) }) }

  @Test(
    arguments: [
      [0.3, 0.5, 0.9, 1.2, 1.6, 1.9, 2.4, 2.8], [0.1, 0.2, 0.7, 0.75, 1.5, 2.0, 2.5, 3.0],
      [0.35, 0.4, 1.0, 1.4, 1.45, 2.2, 2.25, 2.9],
    ])
  func aPredictorMadeFromFrequenciesGivesThemBack(frequencies: [Double]) {
    let found = LineSpectralPairs.frequencies(
      predictor: lanes(predictor(frequencies: frequencies)))
    // Eleven halvings of a step of at most 0.2 in cos w.
    for (i, w) in frequencies.enumerated() {
      #expect(abs(cos(Double(found[i])) - cos(w)) < 1e-3)
    }
  }

  @Test func noPredictionAtAllSpacesTheFrequenciesEvenly() {
    let found = LineSpectralPairs.frequencies(predictor: .zero)
    for i in 0..<8 { #expect(abs(Double(found[i]) - .pi * Double(i + 1) / 9) < 1e-3) }
  }

  @Test func hopelessPredictorsGiveFiniteFrequencies() {
    for value: Float in [1e30, -1e30, 50, -50, .leastNonzeroMagnitude] {
      let found = LineSpectralPairs.frequencies(predictor: SIMD8(repeating: value))
      for i in 0..<8 { #expect(found[i].isFinite && found[i] >= 0 && found[i] <= .pi) }
    }
  }

  @Test func theRecursionRecoversAnAutoregressiveModelOfOrder2() {
    let (a1, a2) = (-1.2, 0.6)
    var r = [1, -a1 / (1 + a2)]
    for k in 2...8 { r.append(-a1 * r[k - 1] - a2 * r[k - 2]) }
    var lags = LinearPrediction.Autocorrelation()
    lags.low = lanes(Array(r[0..<8]))
    lags.high = Float(r[8])
    let a = LinearPrediction.coefficients(autocorrelation: lags)
    let expected = [a1, a2, 0, 0, 0, 0, 0, 0]
    for i in 0..<8 { #expect(abs(Double(a[i]) - expected[i]) < 1e-5) }
  }

  @Test func silenceAndConstantsArePredictedWithoutAFault() {
    #expect(LinearPrediction.coefficients(autocorrelation: .init()) == .zero)
    var constant = LinearPrediction.Autocorrelation()
    constant.low = SIMD8(repeating: 1)
    constant.high = 1
    let a = LinearPrediction.coefficients(autocorrelation: constant)
    for i in 0..<8 { #expect(a[i].isFinite) }
  }

  @Test(arguments: [8000, 16_000, 22_050, 44_100, 48_000])
  func theFrameAt11KilohertzIsTheInverseTransformOfTheDefinition(sampleRate: Int) {
    let geometry = FrameGeometry(sampleRate: sampleRate)
    let length = geometry.shortLength
    let size = FrameGeometry.transformSize(for: length)
    let analysis = LineSpectralAnalysis(
      frameLength: length, transformSize: size, sampleRate: sampleRate)
    #expect(analysis.sampleCount == 275)

    var generator = TestAudio.Generator(state: 5)
    let transform = FourierTransform.cached(.forward, size: size)
    let frame = AlignedBuffer<Float>(count: size)
    let spectrum = AlignedBuffer<Float>(count: 2 * transform.binCount)
    for i in 0..<length { frame.elements[i] = Float(generator.next()) }
    transform.run(real: frame.elements, complex: spectrum.elements)
    let copy = AlignedBuffer<Float>(count: analysis.spectrumCount)
    let samples = AlignedBuffer<Float>(count: analysis.workspaceCount)
    if let base = spectrum.elements.baseAddress {
      analysis.resample(spectrum: base, spectrumCopy: copy.elements, into: samples.elements)
    }

    let period = Double(size * 275) / Double(length)
    let half = min(size, 275) / 2
    for t in stride(from: 0, to: 275, by: 7) {
      var sum = Double(spectrum.elements[0])
      for k in 1..<half {
        let angle = 2 * .pi * Double(k * t) / period
        sum += Double(spectrum.elements[2 * k]) * cos(angle)
        sum -= Double(spectrum.elements[2 * k + 1]) * sin(angle)
      }
      if 275 >= size {
        sum += Double(spectrum.elements[size]) * cos(2 * .pi * Double(half * t) / period)
      }
      #expect(abs(Double(samples.elements[t]) - 2 * sum / Double(size)) < 1e-5)
    }
  }
}
