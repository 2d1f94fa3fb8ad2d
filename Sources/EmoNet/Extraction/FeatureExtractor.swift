// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

import AudioFeatures
import Faces
import Files
import Media
import NeuralNetwork
import Signal
package import Tables

/// Gives each feature with a row a frame somewhere for its rows to go, once there are some.
package struct TableSinks: Sendable {
  package let sink: @Sendable (FeatureKind) throws -> any FrameRowSink

  /// Sinks made when they are needed.
  package init(_ sink: @escaping @Sendable (FeatureKind) throws -> any FrameRowSink) {
    self.sink = sink
  }
}

/// Extracts features from clips, each of which is gone through once.
///
/// Safe to use from several threads; each call computes on the calling thread alone, and what it gives
/// does not depend on what else is running.
public final class FeatureExtractor: Sendable {
  /// What is extracted and how.
  public let settings: ExtractionSettings
  private let audio: AudioExtractors
  private let detector: (detector: FaceDetector, checksum: String)?
  private let model: (network: EmoNetModel, checksum: String)?
  private let mainFace = MainFaceRule.longestAndLargest
  /// How the sound is prepared for `audio-model`, and for the model itself.
  private let preparation: SoundPreparation
  private let modelPreparation: SoundPreparation

  /// An extractor for these settings; `weights` is the path of the model for features that need one.
  ///
  /// Without `weights`, the model is where `WeightsLocator` finds it. `precision` is what its face backbone
  /// computes in; by default the one that gives the same features on every processor. Throws `FileError` when a
  /// file is missing, damaged or not what is needed.
  public init(
    settings: ExtractionSettings, weights: String? = nil, precision: PrecisionChoice = .f32
  ) throws {
    self.settings = settings
    audio = AudioExtractors(cepstrum: settings.cepstrum)
    preparation = settings.sound ?? .speech
    guard settings.features.contains(where: { !$0.isOfAudio }) else {
      (detector, model) = (nil, nil)
      modelPreparation = preparation
      return
    }
    let needsModel = settings.features.contains(where: \.needsModel)
    let modelPath = needsModel ? try WeightsLocator.locate(flag: weights) : weights
    let detectorPath = try WeightsLocator.locateDetector(besideModel: modelPath)
    if needsModel, let modelPath {
      let read = try EmoNetModel.read(modelPath, precision: precision)
      model = (read.model, read.checksum.sha256)
      modelPreparation = settings.sound ?? read.card.sound
    } else {
      model = nil
      modelPreparation = preparation
    }
    detector = (
      try FaceDetector(weights: detectorPath), try FileChecksum.sha256(of: detectorPath)
    )
  }

  /// Names of a feature's values, in order.
  public func columns(_ kind: FeatureKind) -> [String] {
    switch kind {
    case .audioIS10, .audioEmobase2010, .audioModel, .audioContours, .mfcc: audio.columns(kind)
    case .faces: VideoFeatureConsumer.faceColumns
    case .frames: VideoFeatureConsumer.backboneColumns
    case .video, .clip:
      (0..<(model?.network.memberCount ?? 0)).flatMap { member in
        (0..<(model?.network.width(of: kind) ?? 0)).map { "\(kind.rawValue)_\(member)_\($0)" }
      }
    }
  }

  /// Extracts some of the settings' features from the clip at `path`.
  ///
  /// A feature that the clip does not have, such as any of the sound of a mute clip, is among the
  /// failures with the reason. Rows of features with a row a frame go to `sinks`, whose errors are thrown.
  package func features(
    of path: String, only kinds: [FeatureKind], into sinks: TableSinks
  ) throws -> ClipFeatures {
    try ComputeThreads.with(1) {
      let sources: ClipSources
      do {
        sources = try ClipSources(
          path: path, tracks: settings.tracks, watched: kinds.contains { !$0.isOfAudio },
          heard: kinds.contains { $0.isOfAudio || $0 == .clip })
      } catch let error as MediaError {
        return unopened(kinds, error)
      }
      do {
        return try features(of: sources, only: kinds, into: sinks)
      } catch let error as MediaError where error.endsClip {
        return unopened(kinds, error)
      }
    }
  }

  /// Extracts from a clip that may come from anywhere.
  func features(
    of sources: ClipSources, only kinds: [FeatureKind], into sinks: TableSinks
  ) throws -> ClipFeatures {
    let audioKinds = kinds.filter(\.isOfAudio)
    let isNative = settings.sampleRate == .native
    let judges = kinds.contains(.clip)
    // The model hears 16 kHz whatever the tables are of, and as it was trained.
    let hearsApart = judges && (isNative || modelPreparation != preparation)
    let consumer = AudioFeatureConsumer(
      audioKinds, needsModelInput: judges && !hearsApart, preparation: preparation,
      extractors: audio, sinks: sinks)
    let heard = AudioFeatureConsumer(
      [], needsModelInput: true, preparation: modelPreparation, extractors: audio, sinks: sinks)
    var passes: [AudioPass] = []
    if isNative {
      if !audioKinds.isEmpty { passes.append(AudioPass(sampleRate: nil, [consumer])) }
      if judges { passes.append(AudioPass([heard])) }
    } else if !audioKinds.isEmpty || judges {
      passes.append(AudioPass(hearsApart ? [consumer, heard] : [consumer]))
    }

    let videoKinds = kinds.filter { !$0.isOfAudio }
    let video = VideoFeatureConsumer()
    let observer = ClipObserver(
      detector: videoKinds.isEmpty ? nil : detector?.detector,
      backbone: videoKinds.contains(where: \.needsModel) ? model?.network.backbone : nil)
    let observation = try observer.observe(sources, video: [video], audio: passes)

    var features = ClipFeatures()
    features.warnings += observation.media.warnings
    if !audioKinds.isEmpty {
      features.vectors = consumer.vectors
      features.tables = consumer.tables
      features.failures = consumer.failures
      features.warnings += observation.audioDamage + consumer.remarks
      if consumer.wasPadded {
        features.warnings.append("the sound is shorter than the features need and was repeated")
      }
      if let reason = observation.audioFailure {
        for kind in audioKinds { features.failures[kind] = reason }
      }
    }
    if !videoKinds.isEmpty {
      video.mainTrack = mainFace.choose(observation.tracks)
      try add(
        videoKinds, video, modelInput: hearsApart ? heard.modelInput : consumer.modelInput,
        observation, to: &features, sinks)
    }
    return features
  }

  /// Adds what is seen in the picture, and what the model makes of it and of the sound.
  private func add(
    _ kinds: [FeatureKind], _ video: VideoFeatureConsumer, modelInput: [Float]?,
    _ observation: Observation, to features: inout ClipFeatures, _ sinks: TableSinks
  ) throws {
    let isSeen = observation.video.report != nil
    features.warnings += observation.videoDamage
    for kind in kinds {
      switch kind {
      case .faces where isSeen:
        try video.writeFaces(settings.faces, to: try sinks.sink(kind))
        features.tables.insert(kind)
      case .frames where isSeen:
        try video.writeFeatures(to: try sinks.sink(kind))
        features.tables.insert(kind)
      case .video, .clip:
        features.vectors[kind] = model?.network.vector(
          kind, faces: isSeen ? video.mainFeatures : nil, functionals: modelInput)
      default: break
      }
      guard !features.tables.contains(kind), features.vectors[kind] == nil else { continue }
      features.failures[kind] = videoFailure(kind, observation)
    }
    if isSeen, video.mainTrack == nil { features.warnings.append("no face found") }
  }

  private func videoFailure(_ kind: FeatureKind, _ observation: Observation) -> String {
    switch (kind, observation.video) {
    case (.clip, _): "neither a face nor a sound in it"
    case (.video, .read): "no face found"
    case (_, .failed(let error)) where !error.isMissingStream: error.reason
    default: "no picture"
    }
  }

  /// Why nothing can be extracted from a clip that could not be opened.
  private func unopened(_ kinds: [FeatureKind], _ error: MediaError) -> ClipFeatures {
    var features = ClipFeatures()
    var observation = Observation()
    observation.video = .failed(error)
    observation.audio = [error.kind == .missingStream ? .missing : .failed(error)]
    for kind in kinds {
      features.failures[kind] =
        kind.isOfAudio ? observation.audioFailure : videoFailure(kind, observation)
    }
    return features
  }
}

extension FeatureExtractor {
  /// What a table of this feature says of how it was made; it has no sources yet.
  func provenance(_ kind: FeatureKind) -> TableProvenance {
    var settings: [String: String] = [:]
    if kind.isOfAudio { settings["sample_rate"] = self.settings.sampleRate.rawValue }
    if kind == .mfcc {
      let options = self.settings.cepstrum
      settings["coefficients"] = "\(options.coefficientCount)"
      settings["window_seconds"] = "\(options.windowLength)"
      settings["hop_seconds"] = "\(options.hopLength)"
      settings["mel_bands"] = "\(options.bandCount)"
      settings["lowest_frequency_hz"] = "\(options.lowestFrequency)"
      settings["highest_frequency_hz"] = "\(options.highestFrequency)"
      settings["pre_emphasis"] = "\(options.preEmphasis)"
      settings["lifter"] = "\(options.lifter)"
    }
    // Left out where nobody asks, so that tables of earlier versions are still taken for the same.
    switch self.settings.tracks.audio {
    case .number(let number) where kind.isOfAudio || kind == .clip:
      settings["audio_track"] = "\(number)"
    case .language(let language) where kind.isOfAudio || kind == .clip:
      settings["audio_track"] = language
    default: break
    }
    if !kind.isOfAudio, let track = self.settings.tracks.video {
      settings["video_track"] = "\(track)"
    }
    if kind == .faces { settings["faces"] = self.settings.faces.rawValue }
    if let detector, !kind.isOfAudio {
      settings["detector_sha256"] = detector.checksum
      if kind.needsModel {
        settings["model_sha256"] = model?.checksum
        // Left out for f32, so that tables of earlier versions are still taken for the same.
        if let model = model?.network, model.precision != .f32 {
          settings["precision"] = model.precision.rawValue
        }
      }
    }
    return TableProvenance(
      feature: kind.rawValue,
      extractor: kind == .audioModel ? preparation.version : Self.version(kind),
      settings: settings)
  }

  /// Name and revision of a feature's arithmetic; changes whenever a value does.
  private static func version(_ kind: FeatureKind) -> String {
    switch kind {
    case .audioIS10: FunctionalsFeatureSet.is10.version
    case .audioEmobase2010: FunctionalsFeatureSet.emobase2010.version
    case .audioModel: FunctionalsExtractor.averagedVersion
    case .audioContours: FunctionalsFeatureSet.emobase2010.version + "-contours"
    case .mfcc: CepstrumExtractor.version
    case .faces: "faces-1"
    case .frames: "frames-1"
    case .video: "video-1"
    case .clip: "clip-1"
    }
  }
}

extension EmoNetModel {
  /// Values that a member has of `video` or `clip`.
  fileprivate func width(of kind: FeatureKind) -> Int {
    kind == .video ? branch(.video)?.width ?? 0 : hiddenSize
  }

  /// The members' vectors of the faces, or their last hidden layers, side by side; nil without anything to go by.
  fileprivate func vector(
    _ kind: FeatureKind, faces: Tensor?, functionals: [Float]?
  ) -> [Float]? {
    let work = ClipWork()
    let seen = faces.flatMap { branch(.video)?.vectors(of: $0, work: work) }
    if kind == .video { return seen?.flatMap(\.values) }
    let heard = functionals.flatMap {
      branch(.audio)?.vectors(of: Tensor(shape: [$0.count], $0), work: work)
    }
    var vectors = PerBranch<[Tensor]>()
    vectors[.video] = seen
    vectors[.audio] = heard
    return vectors.isEmpty ? nil : hiddenLayers(vectors).flatMap { $0 }
  }
}
