// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

package import Signal

/// Computes the 1582 paralinguistic functionals of the INTERSPEECH 2010 challenge.
///
/// 38 contours (loudness, cepstrum, log mel bands, line spectral frequencies, pitch, voicing, jitter,
/// shimmer) are measured every 10 ms, smoothed, differentiated, and each summarised by 19 or 21
/// statistics; the number of voice onsets and the duration come last. After Schuller et al., "The
/// INTERSPEECH 2010 Paralinguistic Challenge".
///
/// A sound under 100 ms is repeated from its start until it has that length. Values are finite for
/// any sound. One extractor may be used from many threads, and the same sound gives the same bytes on
/// each. `AudioAnalysis` gives the same values of a sound that comes in pieces.
package struct FunctionalsExtractor: Sendable {
  /// Names averaged functionals as models take them; changes whenever a value does.
  package static let averagedVersion = FunctionalsFeatureSet.emobase2010.version + "-averaged-1"
  /// Sample rates that can be analysed, in Hz.
  package static let supportedSampleRates = 4000...384_000

  /// The variant that is computed.
  package let featureSet: FunctionalsFeatureSet
  private let columns: DescriptorNames

  /// An extractor for one variant.
  package init(featureSet: FunctionalsFeatureSet = .emobase2010) {
    self.featureSet = featureSet
    columns = DescriptorNames(featureSet: featureSet)
  }

  /// Names of the values, `[1582]`, in order.
  package var names: [String] { columns.functionals }

  /// Names of the contours and their deltas, `[76]`, in order.
  package var descriptorNames: [String] { columns.contours + columns.deltas }

  /// The functionals of a sound of any length, at one of the supported sample rates.
  package func functionals(of audio: AudioSamples) -> Functionals {
    let analysis = AudioAnalysis(of: [.functionals(featureSet)], sampleRate: audio.sampleRate)
    analysis.append(audio.values[...])
    return analysis.finish().functionals(featureSet)
  }

  /// The functionals averaged over where in the sound the frames of analysis happen to begin.
  ///
  /// Extremes and positions among the values change when all frames move by a few milliseconds, as
  /// they do when a clip is cut or stored again; what a model hears should not. The sound is analysed
  /// from 0, 2.5, 5 and 7.5 ms on; one under 0.3 s once.
  package func averagedFunctionals(of audio: AudioSamples) -> Functionals {
    let analysis = AudioAnalysis(
      of: [.averagedFunctionals(featureSet)], sampleRate: audio.sampleRate)
    analysis.append(audio.values[...])
    return analysis.finish().averagedFunctionals(featureSet)
  }

  /// The contours that the functionals summarise, with their deltas.
  package func descriptors(of audio: AudioSamples) -> LowLevelDescriptors {
    let analysis = AudioAnalysis(of: [.descriptors(featureSet)], sampleRate: audio.sampleRate)
    analysis.append(audio.values[...])
    let summary = analysis.finish()
    return LowLevelDescriptors(
      names: descriptorNames, values: analysis.takeDescriptors(featureSet),
      frameCount: summary.frameCount, summarisedFrameCount: summary.summarisedFrameCount,
      wasPadded: summary.wasPadded, framePeriod: analysis.framePeriod,
      frameLength: analysis.frameLength)
  }
}

/// The functionals of one sound.
package struct Functionals: Sendable, Equatable {
  /// Values, `[1582]`, in the order of `FunctionalsExtractor.names`; always finite.
  package let values: [Float]
  /// Whether the sound was shorter than the minimum and was repeated to reach it.
  package let wasPadded: Bool
}

/// The smoothed contours of a sound and their deltas, frame by frame.
///
/// Frame `t` starts `t * framePeriod` into the sound; its spectral descriptors look at 25 ms from
/// there and its pitch descriptors at 60 ms. Pitch, jitter and shimmer are 0 where the voice is silent.
package struct LowLevelDescriptors: Sendable, Equatable {
  /// Names of the columns, `[count]`: 38 contours (`_sma`), then their 38 deltas (`_sma_de`).
  let names: [String]
  /// Values, `[frames, count]`, row-major; always finite.
  package let values: [Float]
  /// Rows.
  let frameCount: Int
  /// Leading rows that the functionals summarise; the last few are only seen by smoothing.
  let summarisedFrameCount: Int
  /// Whether the sound was shorter than the minimum and was repeated to reach it.
  package let wasPadded: Bool

  /// Time from one row to the next, in seconds: 10 ms, rounded to whole samples.
  package let framePeriod: Double
  /// Length of sound that one row looks at, in seconds: 60 ms, rounded to whole samples.
  package let frameLength: Double

  /// Columns.
  var count: Int { names.count }
}
