// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

import Foundation

/// From the spectrum of a short frame to its line spectral frequencies.
///
/// The frame is first brought to about 11 kHz by an inverse transform of its low bins onto a coarser
/// grid, then autocorrelated; linear prediction of order 8 follows.
struct LineSpectralAnalysis: Sendable {
  /// Rate that the frame is brought to, in Hz.
  static let targetRate = 11_000.0

  /// Samples of the resampled frame.
  let sampleCount: Int
  /// Complex bins that take part, the zeroth among them.
  private let binCount: Int
  /// Factor on every bin.
  private let scale: Float
  /// The inverse transform where the period is whole.
  private let transform: FourierTransform?
  /// Otherwise its matrix, `[samples, bins, 2]`: cosine and minus sine.
  private let matrix: [Float]

  /// Real values that `workspace` must hold at least.
  var workspaceCount: Int {
    max(sampleCount + LinearPrediction.order + 1, transform?.size ?? 0)
  }
  /// Values that `spectrumCopy` must hold at least.
  var spectrumCount: Int { 2 * max(binCount, transform?.binCount ?? 0) }

  /// - Parameters:
  ///   - frameLength: Length of the frame in samples, before zeros were appended.
  ///   - transformSize: Length with them.
  ///   - sampleRate: In Hz.
  init(frameLength: Int, transformSize: Int, sampleRate: Int) {
    let size = Double(transformSize)
    let length = Double(frameLength)
    let samples = (size * (Self.targetRate / Double(sampleRate)) * (length / size))
      .rounded(.toNearestOrAwayFromZero)
    let period = size * samples / length
    let half = min(transformSize, Int(samples)) / 2
    let includesNyquist = Int(samples) >= transformSize
    sampleCount = Int(samples)
    binCount = includesNyquist ? half + 1 : half
    scale = 2 / Float(transformSize)
    if period == period.rounded() {
      transform = FourierTransform.cached(.inverse, size: Int(period))
      matrix = []
    } else {
      transform = nil
      let bins = binCount
      matrix = (0..<sampleCount).flatMap { t in
        (0..<bins).flatMap { k in
          let angle = 2 * .pi * Double(k) * Double(t) / period
          // The outermost bins are real.
          let isReal = k == 0 || k == half
          return [Float(cos(angle)), isReal ? 0 : Float(-sin(angle))]
        }
      }
    }
  }

  /// The frequencies in radians, `[8]`, of a frame's spectrum, `[bins, 2]`.
  ///
  /// `spectrumCopy` and `workspace` are scratch memory.
  func frequencies(
    spectrum: UnsafePointer<Float>, spectrumCopy: UnsafeMutableBufferPointer<Float>,
    workspace: UnsafeMutableBufferPointer<Float>
  ) -> SIMD8<Float> {
    resample(spectrum: spectrum, spectrumCopy: spectrumCopy, into: workspace)
    let lags = autocorrelation(workspace)
    return LineSpectralPairs.frequencies(
      predictor: LinearPrediction.coefficients(autocorrelation: lags))
  }

  /// Autocorrelations at lags `0...8` of the resampled frame, whose end is overwritten with zeros.
  ///
  /// One term is added after another, in single precision, as the reference does: the rounding
  /// decides ill-conditioned frames.
  private func autocorrelation(
    _ samples: UnsafeMutableBufferPointer<Float>
  ) -> LinearPrediction.Autocorrelation {
    guard let base = UnsafePointer(samples.baseAddress) else { return .init() }
    for i in sampleCount...sampleCount + LinearPrediction.order { samples[i] = 0 }
    var lags = LinearPrediction.Autocorrelation()
    for i in 0..<sampleCount {
      lags.low += VectorMath.load(base + i) * base[i]
      lags.high += base[i + LinearPrediction.order] * base[i]
    }
    return lags
  }

  /// Writes the resampled frame, `[sampleCount]`.
  func resample(
    spectrum: UnsafePointer<Float>, spectrumCopy: UnsafeMutableBufferPointer<Float>,
    into samples: UnsafeMutableBufferPointer<Float>
  ) {
    // y[t] = (2 / K) (Re X[0] + sum Re X[k] cos(2 pi k t / nd) - Im X[k] sin(2 pi k t / nd))
    guard let transform else {
      matrix.withUnsafeBufferPointer { matrix in
        guard let rows = matrix.baseAddress else { return }
        for t in 0..<sampleCount {
          let row = rows + 2 * t * binCount
          samples[t] = scale * VectorMath.dot(row, spectrum, count: 2 * binCount)
        }
      }
      return
    }
    // An inverse real transform counts every inner bin twice, and the zeroth once.
    for i in 0..<transform.binCount * 2 {
      spectrumCopy[i] = i < 2 * binCount ? 0.5 * scale * spectrum[i] : 0
    }
    spectrumCopy[0] *= 2
    spectrumCopy[1] = 0
    if 2 * (binCount - 1) == transform.size { spectrumCopy[2 * (binCount - 1)] *= 2 }
    transform.run(real: samples, complex: spectrumCopy)
  }
}

/// Linear prediction of order 8 by the Levinson-Durbin recursion.
enum LinearPrediction {
  /// Number of coefficients.
  static let order = 8

  /// Autocorrelations of a signal at lags `0...8`.
  struct Autocorrelation {
    /// At lags `0...7`.
    var low = SIMD8<Float>.zero
    /// At lag 8.
    var high: Float = 0

    subscript(lag: Int) -> Float { lag < order ? low[lag] : high }
  }

  /// Coefficients `a[1...8]` of `A(z) = 1 + sum a[i] z^-i`; all zero where the signal is.
  ///
  /// Single precision throughout, as in the reference, whose rounding decides ill-conditioned
  /// frames.
  static func coefficients(autocorrelation r: Autocorrelation) -> SIMD8<Float> {
    var a = SIMD8<Float>.zero
    var error = r[0]
    guard error > 0 else { return a }
    for i in 0..<order {
      var sum = -r[i + 1]
      for j in 0..<i { sum -= a[j] * r[i - j] }
      let reflection = sum / error
      guard reflection.isFinite else { break }
      a[i] = reflection
      for j in 0..<i / 2 {
        let low = a[j]
        a[j] += reflection * a[i - 1 - j]
        a[i - 1 - j] += reflection * low
      }
      if i % 2 == 1 { a[i / 2] += reflection * a[i / 2] }
      error -= reflection * reflection * error
    }
    return (0..<order).allSatisfy { a[$0].isFinite } ? a : .zero
  }
}
