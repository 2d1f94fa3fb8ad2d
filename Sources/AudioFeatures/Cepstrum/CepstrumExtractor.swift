// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

package import Signal

/// Mel-frequency cepstral coefficients of a sound, frame by frame, without smoothing.
///
/// Each whole frame is pre-emphasised, multiplied by a Hamming window and transformed; triangles that are
/// linear on the mel scale `1127 ln(1 + f / 700)` sum the power, of which the logarithm (at least
/// `ln 1e-8`) goes through the discrete cosine transform and the lifter. Frames start at multiples of
/// the hop, in whole samples. Values are finite for any sound; the same sound gives the same bytes on
/// any thread.
package struct CepstrumExtractor: Sendable {
  /// Name and revision of the extractor's arithmetic; changes when any value changes.
  package static let version = "mfcc-1"

  /// How the coefficients are computed.
  package let options: CepstrumOptions

  /// An extractor; the options must be free of objections.
  package init(options: CepstrumOptions = .init()) {
    precondition(options.objection == nil, options.objection ?? "")
    self.options = options
  }

  /// Names of the coefficients, `[count]`: `mfcc[0]` and so on.
  package var names: [String] { (0..<options.coefficientCount).map { "mfcc[\($0)]" } }

  /// The coefficients of a sound whose rate the options fit.
  ///
  /// A sound shorter than 100 ms or than one frame is repeated from its start up to that length.
  package func coefficients(of audio: AudioSamples) -> CepstralCoefficients {
    let stream = stream(sampleRate: audio.sampleRate)
    stream.append(audio.values[...])
    let summary = stream.finish()
    return CepstralCoefficients(
      values: stream.takeCoefficients(), frameCount: summary.frameCount,
      wasPadded: summary.wasPadded, framePeriod: stream.framePeriod,
      frameLength: stream.frameLength)
  }

  /// The same for a sound that comes in pieces, at a rate in Hz that the options fit.
  package func stream(sampleRate: Int) -> CepstrumStream {
    CepstrumStream(options: options, sampleRate: sampleRate)
  }
}

/// Mel-frequency cepstral coefficients of a sound, frame by frame.
///
/// Frame `t` starts `t * framePeriod` into the sound and is `frameLength` long.
package struct CepstralCoefficients: Sendable, Equatable {
  /// Values, `[frames, coefficients]`, row-major; always finite.
  package let values: [Float]
  /// Rows.
  let frameCount: Int
  /// Whether the sound was shorter than the minimum and was repeated to reach it.
  package let wasPadded: Bool
  /// Time from one row to the next, in seconds: the hop, rounded to whole samples.
  package let framePeriod: Double
  /// Length of sound that one row looks at, in seconds: the window, rounded to whole samples.
  package let frameLength: Double
}
