// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

import AudioFeatures
import Signal
import Tables

/// The extractors of what is measured in the sound.
struct AudioExtractors: Sendable {
  let emobase2010 = FunctionalsExtractor(featureSet: .emobase2010)
  let is10 = FunctionalsExtractor(featureSet: .is10)
  let model = FunctionalsExtractor(featureSet: AudioBranch.featureSet)
  let cepstrum: CepstrumExtractor

  /// Extractors whose cepstrum is computed as said, which must be free of objections.
  init(cepstrum options: CepstrumOptions) { cepstrum = CepstrumExtractor(options: options) }

  /// Names of a feature's values.
  func columns(_ kind: FeatureKind) -> [String] {
    switch kind {
    case .audioContours: emobase2010.descriptorNames
    case .mfcc: cepstrum.names
    case .audioIS10: is10.names
    default: emobase2010.names
    }
  }
}

/// Measures the features of a sound that are asked for while it is read.
final class AudioFeatureConsumer: AudioConsumer, @unchecked Sendable {
  // Sendable: the pass feeds it from one thread, and it is asked after the pass.

  /// Values of the features with a row a clip.
  private(set) var vectors: [FeatureKind: [Float]] = [:]
  /// Features with a row a frame whose rows were all handed over.
  private(set) var tables: Set<FeatureKind> = []
  private(set) var failures: [FeatureKind: String] = [:]
  /// What was done to the sound for the model or noticed, one line each.
  private(set) var remarks: [String] = []
  /// Whether the sound was shorter than a feature needs and was repeated.
  private(set) var wasPadded = false
  /// What the model takes; nil where it was not asked for, and for silence.
  private(set) var modelInput: [Float]?

  private let kinds: [FeatureKind]
  private let needsModelInput: Bool
  private let preparation: SoundPreparation
  /// What the model takes is measured in it, where it is prepared.
  private var stretch = SoundStretch()
  private let extractors: AudioExtractors
  private let sinks: TableSinks
  private var isBegun = false
  private var analysis: AudioAnalysis?
  private var cepstrum: CepstrumStream?
  /// Rows that were handed on of each table.
  private var rowCounts: [FeatureKind: Int] = [:]
  private var sampleRate = AudioSamples.canonicalSampleRate
  /// Place of the first sample in the clip, samples heard, and whether one of them was not zero.
  private var start = 0
  private var count = 0
  private var isSilent = true

  /// A measuring of `kinds`, and of what the model takes if that is needed, whose rows go to `sinks`.
  init(
    _ kinds: [FeatureKind], needsModelInput: Bool, preparation: SoundPreparation,
    extractors: AudioExtractors, sinks: TableSinks
  ) {
    self.kinds = kinds
    self.preparation = preparation
    self.needsModelInput = needsModelInput
    self.extractors = extractors
    self.sinks = sinks
  }

  /// Prepared sound is of 16 kHz, as models are.
  var hearsChannels: Bool {
    preparation != .raw && (needsModelInput || kinds.contains(.audioModel))
  }

  func take(_ channels: [SoundChannel], at position: Int, sampleRate: Int) {
    stretch.append(channels, sampleRate: sampleRate)
  }

  func take(_ samples: ArraySlice<Int16>, at position: Int, sampleRate: Int) throws {
    if !isBegun { begin(at: position, sampleRate: sampleRate) }
    count += samples.count
    isSilent = isSilent && samples.allSatisfy { $0 == 0 }
    analysis?.append(samples)
    cepstrum?.append(samples)
    try writeRows()
  }

  func end(at time: Double) throws {
    let summary = analysis?.finish()
    let cepstrumSummary = cepstrum?.finish()
    try writeRows(isEnd: true)
    if let cepstrumSummary { wasPadded = cepstrumSummary.wasPadded }
    measurePrepared()
    guard let summary else { return }
    for kind in kinds {
      guard let measure = measure(kind) else { continue }
      wasPadded = wasPadded || summary.wasPadded
      switch measure {
      case .functionals(let set): vectors[kind] = summary.functionals(set).values
      case .averagedFunctionals(let set):
        vectors[kind] = summary.averagedFunctionals(set).values
      case .descriptors: break
      }
    }
    if needsModelInput, !hearsChannels, !isSilent {
      modelInput =
        vectors[.audioModel] ?? summary.averagedFunctionals(AudioBranch.featureSet).values
    }
  }

  private func measurePrepared() {
    guard hearsChannels, isBegun else { return }
    let sound = stretch.prepared(preparation)
    stretch = SoundStretch()
    remarks = sound.remarks
    guard let samples = sound.samples else {
      if kinds.contains(.audioModel) { failures[.audioModel] = "the sound is silent" }
      return
    }
    guard failures[.audioModel] == nil else { return }
    let measured = extractors.model.averagedFunctionals(of: samples)
    wasPadded = wasPadded || measured.wasPadded
    if kinds.contains(.audioModel) { vectors[.audioModel] = measured.values }
    if needsModelInput { modelInput = measured.values }
  }

  /// What the analysis is asked for a feature; nil for those that it does not give.
  private func measure(_ kind: FeatureKind) -> AudioAnalysis.Measure? {
    switch kind {
    case .audioIS10: .functionals(.is10)
    case .audioEmobase2010: .functionals(.emobase2010)
    case .audioModel: hearsChannels ? nil : .averagedFunctionals(AudioBranch.featureSet)
    case .audioContours: .descriptors(.emobase2010)
    case .mfcc, .faces, .frames, .video, .clip: nil
    }
  }

  /// Chooses what can be measured at the sample rate; nothing is known of the sound before.
  private func begin(at position: Int, sampleRate: Int) {
    isBegun = true
    start = position
    self.sampleRate = sampleRate
    let rates = FunctionalsExtractor.supportedSampleRates
    guard rates.contains(sampleRate) else {
      for kind in kinds {
        failures[kind] =
          "a sample rate of \(sampleRate) Hz is outside \(rates.lowerBound) to "
          + "\(rates.upperBound) Hz"
      }
      return
    }
    var measures = Set(kinds.compactMap(measure))
    if needsModelInput, !hearsChannels {
      measures.insert(.averagedFunctionals(AudioBranch.featureSet))
    }
    if !measures.isEmpty { analysis = AudioAnalysis(of: measures, sampleRate: sampleRate) }
    guard kinds.contains(.mfcc) else { return }
    let options = extractors.cepstrum.options
    if options.fits(sampleRate: sampleRate) {
      cepstrum = extractors.cepstrum.stream(sampleRate: sampleRate)
    } else {
      failures[.mfcc] =
        "mel bands from \(options.lowestFrequency) Hz have no width at \(sampleRate) Hz"
    }
  }

  /// Hands on the rows that are settled.
  private func writeRows(isEnd: Bool = false) throws {
    if let analysis, kinds.contains(.audioContours) {
      try write(
        .audioContours, analysis.takeDescriptors(.emobase2010), analysis.framePeriod,
        analysis.frameLength, isEnd)
    }
    if let cepstrum {
      try write(
        .mfcc, cepstrum.takeCoefficients(), cepstrum.framePeriod, cepstrum.frameLength, isEnd)
    }
  }

  /// Hands on values `[frames, columns]`; frames that reach beyond the sound were not measured whole.
  private func write(
    _ kind: FeatureKind, _ values: [Float], _ period: Double, _ length: Double, _ isEnd: Bool
  ) throws {
    if isEnd { tables.insert(kind) }
    let columns = extractors.columns(kind).count
    guard !values.isEmpty || isEnd else { return }
    let sink = try sinks.sink(kind)
    // Half a sample, so that rounding decides nothing.
    let end = Double(count) / Double(sampleRate) + 0.5 / Double(sampleRate)
    let offset = Double(start) / Double(sampleRate)
    let first = rowCounts[kind] ?? 0
    let rows = values.count / columns
    for row in 0..<rows {
      let time = Double(first + row) * period
      try sink.append(
        FrameRow(
          frame: first + row, timestamp: offset + time, confidence: 1,
          values: values[row * columns..<(row + 1) * columns],
          isMeasured: time + length <= end))
    }
    rowCounts[kind] = first + rows
  }
}
