// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

/// The chain over 25 ms frames: loudness, cepstrum, log mel bands and line spectral frequencies.
struct SpectralAnalysis: Sendable {
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
      coefficientCount: Contours.cepstrumCount, bandCount: Self.cepstrumBands)
    logMelBank = MelFilterBank(
      bandCount: Contours.logMelCount, frequencies: Self.logMelRange, binSpacing: spacing,
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
    fileprivate let values = AlignedBuffer<Float>(count: Contours.cepstrumCount)
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

  /// Writes one frame's values into row `index` of the contours.
  ///
  /// `samples` points to the frame's first sample, in [-1, 1], `[length]`.
  func analyse(
    _ samples: UnsafePointer<Float>, using workspace: borrowing Workspace,
    into contours: inout Contours, row index: Int
  ) {
    guard
      let frame = workspace.frame.elements.baseAddress,
      let spectrum = workspace.spectrum.elements.baseAddress,
      let power = workspace.power.elements.baseAddress,
      let energies = workspace.energies.elements.baseAddress,
      let values = workspace.values.elements.baseAddress
    else { return }
    contours[Contours.loudness, index] = loudness.value(firstSample: samples[0])
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
    cepstralTransform.apply(to: energies, into: values)
    for i in 0..<Contours.cepstrumCount { contours[Contours.cepstrum + i, index] = values[i] }

    logMelBank.apply(to: power, into: energies)
    LogEnergy.apply(to: energies, floor: Self.logMelFloor, count: Contours.logMelCount)
    for i in 0..<Contours.logMelCount { contours[Contours.logMel + i, index] = energies[i] }

    let frequencies = lineSpectral.frequencies(
      spectrum: spectrum, spectrumCopy: workspace.spectrumCopy.elements,
      workspace: workspace.resampled.elements)
    for i in 0..<Contours.lineSpectralCount {
      contours[Contours.lineSpectral + i, index] = frequencies[i]
    }
  }
}
