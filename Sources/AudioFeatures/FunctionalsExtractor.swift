// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

public import Media

/// Computes the 1582 paralinguistic functionals of the INTERSPEECH 2010 challenge.
///
/// 38 contours (loudness, cepstrum, log mel bands, line spectral frequencies, pitch, voicing, jitter,
/// shimmer) are measured every 10 ms, smoothed, differentiated, and each summarised by 19 or 21
/// statistics; the number of voice onsets and the duration come last. After Schuller et al., "The
/// INTERSPEECH 2010 Paralinguistic Challenge".
///
/// A sound under 100 ms is repeated from its start until it has that length. Values are finite for
/// any sound. One extractor may be used from many threads, and the same sound gives the same bytes on
/// each.
public struct FunctionalsExtractor: Sendable {
  /// Sample rates that can be analysed, in Hz.
  public static let supportedSampleRates = 4000...384_000

  /// The variant that is computed.
  public let featureSet: FunctionalsFeatureSet
  private let columns: DescriptorNames
  private let cache = AnalysisCache()

  /// An extractor for one variant; tables are made at the first sound of each sample rate.
  public init(featureSet: FunctionalsFeatureSet = .emobase2010) {
    self.featureSet = featureSet
    columns = DescriptorNames(featureSet: featureSet)
  }

  /// Names of the values, `[1582]`, in order.
  public var names: [String] { columns.functionals }

  /// Names of the contours and their deltas, `[76]`, in order.
  public var descriptorNames: [String] { columns.contours + columns.deltas }

  /// The functionals of a sound of any length, at one of the supported sample rates.
  public func functionals(of sound: AudioSamples) -> Functionals {
    let (contours, wasPadded) = contours(of: sound)
    let summary = SummaryContours(contours)
    var values: [Float] = []
    values.reserveCapacity(DescriptorNames.functionalCount)
    var sorter = FloatSorter()
    for group in DescriptorNames.Group.allCases {
      append(summary, group, to: &values, sorter: &sorter)
    }
    values.append(Float(Self.onsetCount(summary.pitch)))
    values.append(Float(Double(summary.pitch.count) * FrameGeometry.hopDuration))
    return Functionals(values: values, wasPadded: wasPadded)
  }

  /// The contours that the functionals summarise, with their deltas.
  public func descriptors(of sound: AudioSamples) -> LowLevelDescriptors {
    let (contours, wasPadded) = contours(of: sound)
    let geometry = FrameGeometry(sampleRate: sound.sampleRate)
    let summary = SummaryContours(contours)
    let columnValues = summary.smoothed + summary.deltas
    var values: [Float] = []
    values.reserveCapacity(summary.frameCount * columnValues.count)
    for frame in 0..<summary.frameCount {
      for column in columnValues { values.append(column[frame]) }
    }
    return LowLevelDescriptors(
      names: descriptorNames, values: values, frameCount: summary.frameCount,
      summarisedFrameCount: summary.summarisedCount, wasPadded: wasPadded,
      framePeriod: Double(geometry.hopLength) / Double(sound.sampleRate),
      frameLength: Double(geometry.longLength) / Double(sound.sampleRate))
  }

  private func contours(of sound: AudioSamples) -> (Contours, wasPadded: Bool) {
    precondition(
      Self.supportedSampleRates.contains(sound.sampleRate),
      "a sample rate of \(sound.sampleRate) Hz lies outside \(Self.supportedSampleRates)")
    let (samples, wasPadded) = ShortSound.lengthened(sound.values, sampleRate: sound.sampleRate)
    let analysis = cache.analysis(sampleRate: sound.sampleRate)
    let contours = samples.withUnsafeBufferPointer {
      analysis.contours(of: $0, voicingCutoff: featureSet.voicingCutoff)
    }
    return (contours, wasPadded)
  }

  /// Appends the statistics of a group's contours, then those of its deltas.
  private func append(
    _ summary: SummaryContours, _ group: DescriptorNames.Group, to values: inout [Float],
    sorter: inout FloatSorter
  ) {
    for columns in [summary.smoothed, summary.deltas] {
      for contour in columns[group.columns] {
        let summarised = contour.prefix(summary.summarisedCount)
        let statistics = ContourStatistics(
          of: group.omitsZeros ? summarised.filter { $0 != 0 } : Array(summarised),
          relativePositions: featureSet.positionsAreRelative, sorter: &sorter)
        for functional in group.functionals { values.append(Float(statistics[functional])) }
      }
    }
  }

  /// How often the voice sets in; being voiced from the start does not count.
  static func onsetCount(_ pitch: [Float]) -> Int {
    zip(pitch, pitch.dropFirst()).count { $0 == 0 && $1 > 0 }
  }
}
