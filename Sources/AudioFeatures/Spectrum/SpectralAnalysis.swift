// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

import Foundation

/// The chain over 25 ms frames: loudness, cepstrum, log mel bands and line spectral frequencies.
struct SpectralAnalysis: Sendable {
  static let cepstrumCount = 15
  static let logMelCount = 8
  static let lineSpectralCount = LinearPrediction.order

  /// Where each stands among the values of a frame.
  static let loudness = 0
  static let cepstrum = loudness + 1
  static let logMel = cepstrum + cepstrumCount
  static let lineSpectral = logMel + logMelCount
  static let valueCount = lineSpectral + lineSpectralCount

  private static let cepstrumBands = 26
  private static let cepstrumRange = 20.0...8000.0
  private static let cepstrumFloor: Float = 1e-8
  private static let logMelRange = 20.0...6500.0
  private static let logMelFloor: Float = 1e-12

  private let length: Int
  private let window: [Float]
  private let transform: FourierTransform
  private let loudness: Loudness
  private let cepstrumBank: MelFilterBank
  private let cepstralTransform: CepstralTransform
  private let logMelBank: MelFilterBank
  private let lineSpectral: LineSpectralAnalysis

  init(geometry: FrameGeometry) {
    length = geometry.shortLength
    let size = FrameGeometry.transformSize(for: length)
    window = WindowFunction.hamming(length: length)
    transform = .cached(.forward, size: size)
    loudness = Loudness(window: window)
    // The nominal duration stands here, as in the reference; at rates where 25 ms is not a whole
    // number of samples it differs a little from the frame's own.
    let spacing = 1 / (FrameGeometry.shortDuration * Double(size) / Double(length))
    cepstrumBank = MelFilterBank(
      bandCount: Self.cepstrumBands, frequencies: Self.cepstrumRange, binSpacing: spacing,
      sampleRate: geometry.sampleRate)
    cepstralTransform = CepstralTransform(
      coefficientCount: Self.cepstrumCount, bandCount: Self.cepstrumBands)
    logMelBank = MelFilterBank(
      bandCount: Self.logMelCount, frequencies: Self.logMelRange, binSpacing: spacing,
      sampleRate: geometry.sampleRate)
    lineSpectral = LineSpectralAnalysis(
      frameLength: length, transformSize: size, sampleRate: geometry.sampleRate)
  }

  /// Scratch memory for one caller.
  struct Workspace: ~Copyable {
    fileprivate let frame: AlignedBuffer<Float>
    fileprivate let spectrum: AlignedBuffer<Float>
    fileprivate let power: AlignedBuffer<Float>
    fileprivate let energies = AlignedBuffer<Float>(count: SpectralAnalysis.cepstrumBands)
    fileprivate let resampled: AlignedBuffer<Float>
    fileprivate let spectrumCopy: AlignedBuffer<Float>

    init(for analysis: SpectralAnalysis) {
      frame = AlignedBuffer(count: analysis.transform.size)
      spectrum = AlignedBuffer(count: 2 * (analysis.transform.binCount + VectorMath.width))
      power = AlignedBuffer(count: analysis.transform.binCount)
      resampled = AlignedBuffer(count: analysis.lineSpectral.workspaceCount)
      spectrumCopy = AlignedBuffer(count: analysis.lineSpectral.spectrumCount)
    }
  }

  /// Writes one frame's values, `[valueCount]`.
  ///
  /// `samples` points to the frame's first sample, in [-1, 1], `[length]`.
  func analyse(
    _ samples: UnsafePointer<Float>, using workspace: borrowing Workspace,
    into values: UnsafeMutablePointer<Float>
  ) {
    let (frame, spectrum) = (workspace.frame.start, workspace.spectrum.start)
    let (power, energies) = (workspace.power.start, workspace.energies.start)
    values[Self.loudness] = loudness.value(firstSample: samples[0])
    window.withUnsafeBufferPointer { window in
      guard let window = window.baseAddress else { return }
      PreEmphasis.apply(to: samples, window: window, into: frame, count: length)
    }
    transform.run(real: workspace.frame.elements, complex: workspace.spectrum.elements)
    for k in stride(from: 0, to: transform.binCount, by: VectorMath.width) {
      // Both buffers are padded, so the last group may reach beyond the end.
      VectorMath.store(VectorMath.power(spectrum + 2 * k), power + k)
    }

    cepstrumBank.apply(to: power, into: energies)
    LogEnergy.apply(to: energies, floor: Self.cepstrumFloor, count: Self.cepstrumBands)
    cepstralTransform.apply(to: energies, into: values + Self.cepstrum)

    logMelBank.apply(to: power, into: values + Self.logMel)
    LogEnergy.apply(to: values + Self.logMel, floor: Self.logMelFloor, count: Self.logMelCount)

    let frequencies = lineSpectral.frequencies(
      spectrum: spectrum, spectrumCopy: workspace.spectrumCopy.elements,
      workspace: workspace.resampled.elements)
    for i in 0..<Self.lineSpectralCount { values[Self.lineSpectral + i] = frequencies[i] }
  }
}

/// The loudness contour as the reference set defines it in practice.
///
/// The definition on paper is `(I / 1e-6)^0.3` with the window-weighted mean square `I`. The
/// reference's sum, however, runs over the first sample alone, and records made with it carry that;
/// the same is done here so that values stay comparable.
struct Loudness: Sendable {
  private let weight: Double

  /// Loudness for frames under this window, `[length]`.
  init(window: [Float]) {
    let sum = window.reduce(0) { $0 + Double($1) }
    weight = Double(window.first ?? 0) / sum
  }

  /// Loudness of a frame that starts with this sample.
  func value(firstSample: Float) -> Float {
    let intensity = weight * Double(firstSample) * Double(firstSample)
    return Float(pow(intensity / 1e-6, 0.3))
  }
}
