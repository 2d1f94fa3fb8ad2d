// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

public import Media

/// Mel-frequency cepstral coefficients of a sound, frame by frame, without smoothing.
///
/// Each whole frame is pre-emphasised, multiplied by a Hamming window and transformed; triangles that are
/// linear on the mel scale `1127 ln(1 + f / 700)` sum the power, of which the logarithm (at least
/// `ln 1e-8`) goes through the discrete cosine transform and the lifter. Frames start at multiples of
/// the hop, in whole samples. Values are finite for any sound; the same sound gives the same bytes on
/// any thread.
public struct CepstrumExtractor: Sendable {
  /// Name and revision of the extractor's arithmetic; changes when any value changes.
  public static let version = "mfcc-1"

  private static let floor: Float = 1e-8

  /// How the coefficients are computed.
  public let options: CepstrumOptions

  /// An extractor; the options must be free of objections.
  public init(options: CepstrumOptions = .init()) {
    precondition(options.objection == nil, options.objection ?? "")
    self.options = options
  }

  /// Names of the coefficients, `[count]`: `mfcc[0]` and so on.
  public var names: [String] { (0..<options.coefficientCount).map { "mfcc[\($0)]" } }

  /// The coefficients of a sound whose rate the options fit.
  ///
  /// A sound shorter than 100 ms or than one frame is repeated from its start up to that length.
  public func coefficients(of sound: AudioSamples) -> CepstralCoefficients {
    precondition(
      options.fits(sampleRate: sound.sampleRate),
      "bands from \(options.lowestFrequency) Hz have no width at \(sound.sampleRate) Hz")
    let rate = Double(sound.sampleRate)
    let window = max(1, Int((options.windowLength * rate).rounded(.toNearestOrAwayFromZero)))
    let hop = max(1, Int((options.hopLength * rate).rounded(.toNearestOrAwayFromZero)))
    let (samples, wasPadded) = ShortSound.lengthened(
      sound.values, sampleRate: sound.sampleRate, atLeast: window)
    let frameCount = (samples.count - window) / hop + 1
    return CepstralCoefficients(
      values: values(samples, sampleRate: sound.sampleRate, window, hop, frameCount),
      frameCount: frameCount, wasPadded: wasPadded, framePeriod: Double(hop) / rate,
      frameLength: Double(window) / rate)
  }

  /// Values, `[frames, coefficients]`.
  private func values(
    _ samples: [Int16], sampleRate: Int, _ length: Int, _ hop: Int, _ frameCount: Int
  ) -> [Float] {
    let size = FrameGeometry.transformSize(for: length)
    let transform = FourierTransform.cached(.forward, size: size)
    let bank = MelFilterBank(
      bandCount: options.bandCount,
      frequencies: options.lowestFrequency...options.highestFrequency,
      binSpacing: Double(sampleRate) / Double(size), sampleRate: sampleRate)
    let cepstrum = CepstralTransform(
      coefficientCount: options.coefficientCount, bandCount: options.bandCount,
      lifter: options.lifter)
    let window = WindowFunction.hamming(length: length)
    let raw = AlignedBuffer<Float>(count: length)
    let frame = AlignedBuffer<Float>(count: size)
    let spectrum = AlignedBuffer<Float>(count: 2 * (transform.binCount + VectorMath.width))
    let power = AlignedBuffer<Float>(count: transform.binCount)
    let energies = AlignedBuffer<Float>(count: options.bandCount)
    let result = AlignedBuffer<Float>(count: options.coefficientCount)
    var values: [Float] = []
    values.reserveCapacity(frameCount * options.coefficientCount)
    guard
      let rawStart = raw.elements.baseAddress, let frameStart = frame.elements.baseAddress,
      let spectrumStart = spectrum.elements.baseAddress,
      let powerStart = power.elements.baseAddress,
      let energyStart = energies.elements.baseAddress,
      let resultStart = result.elements.baseAddress
    else { return values }
    for index in 0..<frameCount {
      for n in 0..<length { rawStart[n] = SampleScale.amplitude(samples[index * hop + n]) }
      window.withUnsafeBufferPointer { window in
        guard let window = window.baseAddress else { return }
        PreEmphasis.apply(
          to: rawStart, window: window, into: frameStart, count: length,
          coefficient: Float(options.preEmphasis))
      }
      transform.run(real: frame.elements, complex: spectrum.elements)
      for k in stride(from: 0, to: transform.binCount, by: VectorMath.width) {
        // Both buffers are padded, so the last group may reach beyond the end.
        VectorMath.store(VectorMath.power(spectrumStart + 2 * k), powerStart + k)
      }
      bank.apply(to: powerStart, into: energyStart)
      LogEnergy.apply(to: energyStart, floor: Self.floor, count: options.bandCount)
      cepstrum.apply(to: energyStart, into: resultStart)
      values.append(contentsOf: result.elements.prefix(options.coefficientCount))
    }
    return values
  }
}
