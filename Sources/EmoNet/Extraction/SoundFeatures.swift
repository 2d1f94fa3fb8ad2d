// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

internal import AudioFeatures
internal import Media

/// Extracts the features that are measured in the sound.
struct SoundFeatures: Sendable {
  private let settings: ExtractionSettings
  private let functionals: [FeatureKind: FunctionalsExtractor]
  private let contours = FunctionalsExtractor(featureSet: .emobase2010)
  private let cepstrum: CepstrumExtractor

  /// Extractors for these settings, whose cepstrum must be free of objections.
  init(settings: ExtractionSettings) {
    self.settings = settings
    functionals = [
      .audioIS10: FunctionalsExtractor(featureSet: .is10), .audioEmobase2010: contours,
      .audioModel: contours,
    ]
    cepstrum = CepstrumExtractor(options: settings.cepstrum)
  }

  /// Names of a feature's values.
  func columns(_ kind: FeatureKind) -> [String] {
    switch kind {
    case .audioContours: contours.descriptorNames
    case .mfcc: cepstrum.names
    default: functionals[kind]?.names ?? []
    }
  }

  /// The values that the models take, `[1582]`, of a sound at 16 kHz.
  func functionals(of sound: AudioSamples) -> [Float] {
    contours.averagedFunctionals(of: sound).values
  }

  /// Adds the features `kinds` of the clip at `path`, or why they are not there.
  func extract(_ kinds: [FeatureKind], from path: String, into features: inout ClipFeatures) {
    guard !kinds.isEmpty else { return }
    do {
      let native = settings.sampleRate == .native
      let sound = try RecordedSound(
        path: path, sampleRate: native ? nil : AudioSamples.canonicalSampleRate)
      features.warnings += sound.warnings
      for kind in kinds { try extract(kind, from: sound, into: &features) }
    } catch let error as MediaError {
      for kind in kinds { features.failures[kind] = error.reason }
    } catch {
      for kind in kinds { features.failures[kind] = "\(error)" }
    }
  }

  private func extract(
    _ kind: FeatureKind, from sound: RecordedSound, into features: inout ClipFeatures
  ) throws {
    let rate = sound.samples.sampleRate
    guard FunctionalsExtractor.supportedSampleRates.contains(rate) else {
      features.failures[kind] =
        "a sample rate of \(rate) Hz is outside "
        + "\(FunctionalsExtractor.supportedSampleRates.lowerBound) to "
        + "\(FunctionalsExtractor.supportedSampleRates.upperBound) Hz"
      return
    }
    let wasPadded: Bool
    switch kind {
    case .audioContours:
      let found = contours.descriptors(of: sound.samples)
      wasPadded = found.wasPadded
      features.tables[kind] = Self.table(
        columns(kind), found.values, found.framePeriod, found.frameLength, sound)
    case .mfcc:
      guard cepstrum.options.fits(sampleRate: rate) else {
        features.failures[kind] =
          "mel bands from \(cepstrum.options.lowestFrequency) Hz have no width at \(rate) Hz"
        return
      }
      let found = cepstrum.coefficients(of: sound.samples)
      wasPadded = found.wasPadded
      features.tables[kind] = Self.table(
        columns(kind), found.values, found.framePeriod, found.frameLength, sound)
    default:
      guard let extractor = functionals[kind] else { return }
      let found =
        kind == .audioModel
        ? extractor.averagedFunctionals(of: sound.samples)
        : extractor.functionals(of: sound.samples)
      wasPadded = found.wasPadded
      features.vectors[kind] = found.values
    }
    let warning = "the sound is shorter than the features need and was repeated"
    if wasPadded, !features.warnings.contains(warning) { features.warnings.append(warning) }
  }

  /// A table of values `[frames, columns]`; frames that reach beyond the sound were not measured whole.
  private static func table(
    _ columns: [String], _ values: [Float], _ period: Double, _ length: Double,
    _ sound: RecordedSound
  ) -> FrameTable {
    var table = FrameTable(columns: columns)
    // Half a sample, so that rounding decides nothing.
    let end = sound.samples.duration + 0.5 / Double(sound.samples.sampleRate)
    for frame in 0..<values.count / columns.count {
      let time = Double(frame) * period
      table.append(
        frame: frame, timestamp: sound.start + time, confidence: 1,
        values: Array(values[frame * columns.count..<(frame + 1) * columns.count]),
        isMeasured: time + length <= end)
    }
    return table
  }
}
