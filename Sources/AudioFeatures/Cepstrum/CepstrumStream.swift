// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

/// Mel-frequency cepstral coefficients of a sound that comes in pieces of any size.
///
/// The coefficients are the same to the byte however the sound is cut. Of its samples a frame and
/// one second are held at most. A stream is used from one thread at a time.
package final class CepstrumStream {
  /// What a sound as a whole was found to be like.
  package struct Summary: Sendable {
    /// Rows of coefficients.
    package let frameCount: Int
    /// Whether the sound was shorter than the minimum and was repeated to reach it.
    package let wasPadded: Bool
  }

  private static let floor: Float = 1e-8

  private let sampleRate: Int
  private let options: CepstrumOptions
  private let hop: Int
  /// Shortest sound that is used as it is, in samples.
  private let minimumCount: Int
  private var samples: SampleWindow
  private var frameCount = 0
  /// Rows that have not been taken.
  private var values: [Float] = []
  private var isFinished = false

  private let window: [Float]
  private let transform: FourierTransform
  private let bank: MelFilterBank
  private let cepstrum: CepstralTransform
  private let frame: AlignedBuffer<Float>
  private let spectrum: AlignedBuffer<Float>
  private let power: AlignedBuffer<Float>
  private let energies: AlignedBuffer<Float>
  private let coefficients: AlignedBuffer<Float>

  init(options: CepstrumOptions, sampleRate: Int) {
    precondition(
      options.fits(sampleRate: sampleRate),
      "bands from \(options.lowestFrequency) Hz have no width at \(sampleRate) Hz")
    func samples(_ seconds: Double) -> Int {
      max(1, Int((seconds * Double(sampleRate)).rounded(.toNearestOrAwayFromZero)))
    }
    let length = samples(options.windowLength)
    let size = FrameGeometry.transformSize(for: length)
    self.options = options
    self.sampleRate = sampleRate
    hop = samples(options.hopLength)
    minimumCount = max(length, ShortAudio.minimumCount(sampleRate: sampleRate))
    self.samples = SampleWindow(capacity: length + sampleRate)
    window = WindowFunction.hamming(length: length)
    transform = .cached(.forward, size: size)
    bank = MelFilterBank(
      bandCount: options.bandCount,
      frequencies: options.lowestFrequency...options.highestFrequency,
      binSpacing: Double(sampleRate) / Double(size), sampleRate: sampleRate)
    cepstrum = CepstralTransform(
      coefficientCount: options.coefficientCount, bandCount: options.bandCount,
      lifter: options.lifter)
    frame = AlignedBuffer(count: size)
    spectrum = AlignedBuffer(count: 2 * (transform.binCount + VectorMath.width))
    power = AlignedBuffer(count: transform.binCount)
    energies = AlignedBuffer(count: options.bandCount)
    coefficients = AlignedBuffer(count: options.coefficientCount)
  }

  /// Time from one row to the next, in seconds: the hop, rounded to whole samples.
  package var framePeriod: Double { Double(hop) / Double(sampleRate) }
  /// Length of sound that one row looks at, in seconds: the window, rounded to whole samples.
  package var frameLength: Double { Double(window.count) / Double(sampleRate) }

  /// Samples that are held for the frames to come.
  var heldSampleCount: Int { samples.count }
  /// Most samples that are ever held.
  var sampleCapacity: Int { samples.capacity }

  /// Takes the samples that follow those before, -32768 to 32767.
  package func append(_ piece: ArraySlice<Int16>) {
    precondition(!isFinished, "a stream that has been finished takes no more samples")
    var taken = 0
    while taken < piece.count {
      taken += samples.take(piece.span.extracting(droppingFirst: taken))
      analyse()
    }
  }

  /// Rows of coefficients, `[rows, coefficients]`, row-major, that have come since the last call.
  package func takeCoefficients() -> [Float] {
    defer { values = [] }
    return values
  }

  /// Ends the sound; rows that were left are there to be taken.
  package func finish() -> Summary {
    precondition(!isFinished, "a stream is finished once")
    isFinished = true
    let isShort = samples.end < minimumCount
    if isShort { samples.lengthen(to: minimumCount) }
    analyse()
    return Summary(frameCount: frameCount, wasPadded: isShort)
  }

  /// Analyses all whole frames, once the sound is known to be long enough.
  private func analyse() {
    guard samples.end >= minimumCount else { return }
    while case let start = frameCount * hop, start + window.count <= samples.end {
      analyse(samples.amplitudes(start..<start + window.count))
      frameCount += 1
    }
    samples.discard(before: frameCount * hop)
  }

  /// Appends the coefficients of a frame, `[window]`, in [-1, 1].
  private func analyse(_ amplitudes: UnsafePointer<Float>) {
    window.withUnsafeBufferPointer { window in
      guard let start = window.baseAddress else { return }
      PreEmphasis.apply(
        to: amplitudes, window: start, into: frame.start, count: window.count,
        coefficient: Float(options.preEmphasis))
    }
    transform.run(real: frame.elements, complex: spectrum.elements)
    for k in stride(from: 0, to: transform.binCount, by: VectorMath.width) {
      // Both buffers are padded, so the last group may reach beyond the end.
      VectorMath.store(VectorMath.power(spectrum.start + 2 * k), power.start + k)
    }
    bank.apply(to: power.start, into: energies.start)
    LogEnergy.apply(to: energies.start, floor: Self.floor, count: options.bandCount)
    cepstrum.apply(to: energies.start, into: coefficients.start)
    values.append(contentsOf: coefficients.elements.prefix(options.coefficientCount))
  }
}
