// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

internal import AudioFeatures
internal import Faces
internal import NeuralNetwork

/// Judges whole clips with a trained model.
///
/// Safe to use from several threads. A clip's answer depends neither on the number of threads nor on what else
/// is running.
public final class Classifier: Sendable {
  /// The model's card.
  public let card: ModelCard
  private let model: EmoNetModel
  private let checksum: DeferredChecksum
  private let observer: ClipObserver

  /// Reads the model at `weights` and the face detector that `WeightsLocator` finds beside it.
  ///
  /// `precision` is what the model's face backbone shall compute in; scores of `bf16` differ a little.
  /// Throws `WeightError`, `ModelError` or `WeightsNotFound` when a file is missing, damaged or not
  /// what is needed.
  public init(weights: String, precision: PrecisionChoice = .auto) throws {
    let detector = try WeightsLocator.locateDetector(besideModel: weights)
    (model, card, checksum) = try EmoNetModel.read(weights, precision: precision)
    observer = ClipObserver(
      detector: try FaceDetector(weights: detector),
      extractor: FunctionalsExtractor(featureSet: .emobase2010))
  }

  /// SHA-256 of the weight file, 64 hexadecimal digits.
  public var weightsChecksum: String { checksum.sha256 }

  /// What the face backbone computes in.
  public var precision: Precision { model.precision }

  /// Name of the model, from its card.
  public var modelName: String { card.name }

  /// Speakers that the model was trained on, as its clip list named them.
  public var trainingSpeakers: [String] { card.trainingSpeakers }

  /// Judges the clip at `path`.
  ///
  /// A clip without sound, without picture or without a face is judged from what is there, and the
  /// warnings say what was missing. A clip of more than 60 s is judged in windows of 10 s, of which its
  /// scores are the mean; memory does not grow with its length. Throws `MediaError` when nothing can be
  /// decoded, and `ClassificationError` when there is neither a face nor a sound to judge from.
  ///
  /// - Parameters:
  ///   - threads: how many threads may compute at the same time.
  ///   - times: where the processor time of each stage is added up.
  public func classify(
    _ path: String, threads: Int = 1, times: StageTimes? = nil
  ) throws -> Prediction {
    let work = ClipWork(threads: threads, times: times)
    let model = model
    var picture = WindowedMaterial<TrackFeatures, PictureWindow>(
      isCut: true, empty: { TrackFeatures() }, join: { $0.add($1) },
      digest: { PictureWindow($0, model, work) })
    let observation = try observer.observe(path, isCut: true, work: work) { faces in
      let features = work.map(.backbone, faces) { model.features(of: [$0.crop]).values }
      for (face, features) in zip(faces, features) {
        picture.add(to: ClipWindows.index(ofFrame: face.frame)) {
          $0.add(face, features: features)
        }
      }
    }
    let seen = picture.finish(count: observation.windows.count)
    let heard = observation.sound.map { window in
      work.run(.judge) { window.functionals.map(model.soundVectors) }
    }
    return try work.run(.judge) {
      try prediction(path, observation, seen: seen, heard: heard)
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
    var faces = TrackFeatures()
    var observation = ClipObservation()
    if known.needsClip {
      observation = try observer.observe(path, isCut: false) { faces.add($0, by: model) }
    } else {
      if known.frames == nil { observation.warnings.append("no picture") }
      if known.functionals == nil { observation.warnings.append("no sound") }
    }
    var seen = PictureWindow(faces, model)
    if let picture = known.frames {
      seen = PictureWindow(picture.faces, model)
      observation.decodedFrames = picture.frameCount
      observation.canonicalFrames = picture.frameCount
      observation.duration = max(observation.duration, picture.duration)
    }
    let sound = known.functionals ?? observation.sound.first?.functionals
    return try prediction(
      path, observation, seen: [seen], heard: [sound.map(model.soundVectors)])
  }

  /// Puts the windows of a clip together; `seen` has one entry each, `heard` too or none.
  private func prediction(
    _ path: String, _ observation: ClipObservation, seen: [PictureWindow], heard: [[Tensor]?]
  ) throws -> Prediction {
    var windows: [(place: (start: Double, end: Double), scores: BranchScores)] = []
    for (index, picture) in seen.enumerated() {
      let sound = heard.isEmpty ? nil : heard[index]
      guard picture.vectors != nil || sound != nil else { continue }
      windows.append(
        (observation.windows.span(index), model.scores(video: picture.vectors, sound: sound)))
    }
    guard !windows.isEmpty else {
      throw ClassificationError(
        path: path,
        reason: "nothing to judge from: " + observation.warnings.joined(separator: ", "))
    }
    let isWhole = seen.count == 1
    let scores =
      isWhole
      ? windows[0].scores
      : BranchScores(meanOf: windows.map { ($0.scores, $0.place.end - $0.place.start) })
    return Prediction(
      path: path, scores: scores.fused, modalities: scores.modalities,
      frames: PredictionFrames(
        decoded: observation.decodedFrames, canonical: observation.canonicalFrames,
        withFace: seen.reduce(0) { $0 + $1.frameCount }),
      duration: observation.duration, model: card.name, precision: precision,
      windows: isWhole
        ? []
        : windows.map {
          PredictionWindow(
            start: $0.place.start, end: $0.place.end, scores: $0.scores.fused,
            modalities: $0.scores.modalities)
        },
      warnings: observation.warnings
        + (isWhole ? [] : [Self.cutting(observation.windows)]))
  }

  private static func cutting(_ windows: ClipWindows) -> String {
    "longer than \(Int(ClipWindows.longestWhole)) s: judged in \(windows.count) windows of "
      + "\(Int(ClipWindows.length)) s, of which the scores are the mean"
  }
}
