// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

internal import AudioFeatures
internal import Faces
internal import Media
internal import NeuralNetwork

/// Judges whole clips with a trained model.
///
/// Safe to use from several threads; each call computes on the calling thread alone, and a clip's
/// answer does not depend on what else is running.
public final class Classifier: Sendable {
  /// The model's card.
  public let card: ModelCard
  /// SHA-256 of the weight file, 64 hexadecimal digits.
  public let weightsChecksum: String
  private let model: EmoNetModel
  private let observer: ClipObserver

  /// Faces that go through the backbone at once; bounds the memory, not the answer.
  private static let facesAtOnce = 32

  /// Reads the model at `weights` and the face detector that `WeightsLocator` finds beside it.
  ///
  /// Throws `WeightError`, `ModelError` or `WeightsNotFound` when a file is missing, damaged or not
  /// what is needed.
  public init(weights: String) throws {
    let detector = try WeightsLocator.locateDetector(besideModel: weights)
    (model, card, weightsChecksum) = try EmoNetModel.read(weights)
    observer = ClipObserver(
      detector: try FaceDetector(weights: detector),
      extractor: FunctionalsExtractor(featureSet: .emobase2010))
  }

  /// Name of the model, from its card.
  public var modelName: String { card.name }

  /// Speakers that the model was trained on, as its clip list named them.
  public var trainingSpeakers: [String] { card.trainingSpeakers }

  /// Judges the clip at `path`.
  ///
  /// A clip without sound, without picture or without a face is judged from what is there, and the
  /// warnings say what was missing. Throws `MediaError` when nothing can be decoded, and
  /// `ClassificationError` when there is neither a face nor a sound to judge from.
  public func classify(_ path: String) throws -> Prediction {
    try ComputeThreads.with(1) {
      let (observation, faces) = try observe(path)
      return try prediction(path, observation, faces)
    }
  }

  /// Judges a row of a list from features that were extracted before.
  ///
  /// Sound or picture that they lack is taken from the clip, where there is such a file. Throws
  /// `TableError`, `MediaError`, and `ClassificationError` when there is nothing to judge from.
  public func classify(
    _ entry: ClipListEntry, extracted: ExtractedFeatures
  ) throws -> Prediction {
    let path = entry.resolvedPath
    let known = try KnownFeatures(extracted, of: entry, modelChecksum: weightsChecksum)
    return try ComputeThreads.with(1) {
      var observation = ClipObservation()
      var faces: Tensor?
      if known.needsClip {
        (observation, faces) = try observe(path)
      } else {
        if known.frames == nil { observation.warnings.append("no picture") }
        if known.functionals == nil { observation.warnings.append("no sound") }
      }
      if let sound = known.functionals { observation.functionals = sound }
      if let picture = known.frames {
        faces = picture.faces
        observation.frames = PredictionFrames(
          decoded: picture.frameCount, canonical: picture.frameCount,
          withFace: picture.faces?.shape[0] ?? 0)
        observation.duration = max(observation.duration, picture.duration)
      }
      return try prediction(path, observation, faces)
    }
  }

  /// What there is in the clip at `path`, and the main face's features, `[frames, 64]`.
  private func observe(_ path: String) throws -> (ClipObservation, faces: Tensor?) {
    var tracks = TrackFeatures(model: model, facesAtOnce: Self.facesAtOnce)
    let observation = try observer.observe(path) { tracks.add($0) }
    return (observation, observation.mainTrack.flatMap { tracks.features(of: $0) })
  }

  private func prediction(
    _ path: String, _ observation: ClipObservation, _ faces: Tensor?
  ) throws -> Prediction {
    guard faces != nil || observation.functionals != nil else {
      throw ClassificationError(
        path: path,
        reason: "nothing to judge from: " + observation.warnings.joined(separator: ", "))
    }
    let scores = model.scores(faces: faces, functionals: observation.functionals)
    return Prediction(
      path: path, scores: scores.fused,
      modalities: PredictionModalities(
        video: PredictionBranch(scores: scores.video),
        audio: PredictionBranch(scores: scores.audio)),
      frames: observation.frames, duration: observation.duration, model: card.name,
      warnings: observation.warnings)
  }
}
