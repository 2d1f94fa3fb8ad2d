// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

internal import AudioFeatures
internal import Faces
internal import Media
internal import NeuralNetwork

/// Extracts features from clips.
///
/// Safe to use from several threads; each call computes on the calling thread alone, and what it gives
/// does not depend on what else is running.
public final class FeatureExtractor: Sendable {
  /// What is extracted and how.
  public let settings: ExtractionSettings
  private let sound: SoundFeatures
  private let picture: PictureReading?
  /// Revisions of the arithmetic of features that are not of the sound.
  private static let facesVersion = "faces-1"
  private static let modelVersions: [FeatureKind: String] = [
    .frames: "frames-1", .video: "video-1", .clip: "clip-1",
  ]

  /// What features of the picture need.
  private struct PictureReading {
    let detector: FaceDetector
    let detectorChecksum: String
    let model: (network: EmoNetModel, checksum: String)?
  }

  /// An extractor for these settings; `weights` is the path of the model for features that need one.
  ///
  /// Without `weights`, the model is where `WeightsLocator` finds it. `precision` is what its face backbone
  /// computes in; by default the one that gives the same features on every processor. Throws `WeightError`,
  /// `ModelError` or `WeightsNotFound` when a file is missing, damaged or not what is needed.
  public init(
    settings: ExtractionSettings, weights: String? = nil, precision: PrecisionChoice = .f32
  ) throws {
    self.settings = settings
    sound = SoundFeatures(settings: settings)
    guard settings.features.contains(where: { !$0.isOfSound }) else {
      picture = nil
      return
    }
    let needsModel = settings.features.contains(where: \.needsModel)
    let modelPath = needsModel ? try WeightsLocator.locate(flag: weights) : weights
    let detector = try WeightsLocator.locateDetector(besideModel: modelPath)
    var model: (EmoNetModel, String)?
    if needsModel, let modelPath {
      let read = try EmoNetModel.read(modelPath, precision: precision)
      model = (read.model, read.checksum.sha256)
    }
    picture = PictureReading(
      detector: try FaceDetector(weights: detector),
      detectorChecksum: try FileChecksum.sha256(of: detector), model: model)
  }

  /// Names of a feature's values, in order.
  public func columns(_ kind: FeatureKind) -> [String] {
    switch kind {
    case .audioIS10, .audioEmobase2010, .audioModel, .audioContours, .mfcc: sound.columns(kind)
    case .faces: PictureFeatures.faceColumns
    case .frames: PictureFeatures.backboneColumns
    case .video, .clip: picture?.model?.network.vectorColumns(kind) ?? []
    }
  }

  /// What a table of this feature says of how it was made; it has no sources yet.
  func provenance(_ kind: FeatureKind) -> TableProvenance {
    var settings: [String: String] = [:]
    if kind.isOfSound { settings["sample_rate"] = self.settings.sampleRate.rawValue }
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
    if kind == .faces { settings["faces"] = self.settings.faces.rawValue }
    if let picture, !kind.isOfSound {
      settings["detector_sha256"] = picture.detectorChecksum
      if kind.needsModel {
        settings["model_sha256"] = picture.model?.checksum
        // Left out for f32, so that tables of earlier versions are still taken for the same.
        if let model = picture.model?.network, model.precision != .f32 {
          settings["precision"] = model.precision.rawValue
        }
      }
    }
    return TableProvenance(
      feature: kind.rawValue, extractor: Self.version(kind), settings: settings)
  }

  /// Extracts some of the settings' features from the clip at `path`.
  ///
  /// A feature that the clip does not have, such as any of the sound of a mute clip, is among the
  /// failures with the reason.
  public func features(of path: String, only kinds: [FeatureKind]) -> ClipFeatures {
    ComputeThreads.with(1) {
      var features = ClipFeatures()
      sound.extract(kinds.filter(\.isOfSound), from: path, into: &features)
      let others = kinds.filter { !$0.isOfSound }
      if let picture, !others.isEmpty {
        extract(others, from: path, picture, into: &features)
      }
      return features
    }
  }

  private func extract(
    _ kinds: [FeatureKind], from path: String, _ reading: PictureReading,
    into features: inout ClipFeatures
  ) {
    var picture: PictureFeatures?
    var failure = "no picture"
    do {
      picture = try PictureFeatures(
        path: path, detector: reading.detector,
        model: kinds.contains(where: \.needsModel) ? reading.model?.network : nil)
      features.warnings += picture?.warnings ?? []
    } catch let error as MediaError {
      if error.kind != .missingStream { failure = error.reason }
    } catch {
      failure = "\(error)"
    }
    for kind in kinds {
      switch kind {
      case .faces: features.tables[kind] = picture?.faceTable(settings.faces)
      case .frames: features.tables[kind] = picture?.backboneTable()
      case .video:
        features.vectors[kind] = picture?.mainFeatures.flatMap {
          reading.model?.network.videoVectors(faces: $0).flatMap(\.values)
        }
      case .clip:
        let sound = modelSound(of: path)
        let faces = picture?.mainFeatures
        if faces != nil || sound != nil, let model = reading.model?.network {
          features.vectors[kind] = model.clipVectors(
            video: faces.map(model.videoVectors), sound: sound.map(model.soundVectors)
          ).flatMap { $0 }
        }
      default: break
      }
      guard features.tables[kind] == nil, features.vectors[kind] == nil else { continue }
      features.failures[kind] =
        switch kind {
        case .clip: "neither a face nor a sound in it"
        case .video where picture != nil: "no face found"
        default: failure
        }
    }
    if picture?.mainTrack == nil, picture != nil { features.warnings.append("no face found") }
  }

  /// The functionals that the model takes; nil without sound or for silence, as when it judges.
  private func modelSound(of path: String) -> [Float]? {
    guard
      let sound = try? RecordedSound(path: path, sampleRate: AudioSamples.canonicalSampleRate),
      sound.samples.values.contains(where: { $0 != 0 })
    else { return nil }
    return self.sound.functionals(of: sound.samples)
  }

  private static func version(_ kind: FeatureKind) -> String {
    switch kind {
    case .audioIS10: FunctionalsFeatureSet.is10.version
    case .audioEmobase2010: FunctionalsFeatureSet.emobase2010.version
    case .audioModel: FunctionalsExtractor.averagedVersion
    case .audioContours: FunctionalsFeatureSet.emobase2010.version + "-contours"
    case .mfcc: CepstrumExtractor.version
    case .faces: facesVersion
    case .frames, .video, .clip: modelVersions[kind] ?? ""
    }
  }
}
