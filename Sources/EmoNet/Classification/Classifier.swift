// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

public import AudioFeatures
import Faces
import Files
package import Media
import NeuralNetwork

/// Judges whole clips with a trained model.
///
/// Safe to use from several threads. A clip's answer depends neither on the number of threads nor on what else
/// is running.
public final class Classifier: Sendable {
  /// The model's card.
  public let card: ModelCard
  private let model: EmoNetModel
  /// How the sound is prepared.
  private let sound: SoundPreparation
  private let checksum: DeferredChecksum
  private let observer: ClipObserver
  private let mainFace = MainFaceRule.longestAndLargest
  private let grid = WindowGrid.classification

  /// Reads the model at `weights` and the face detector that `WeightsLocator` finds beside it.
  ///
  /// `precision` is what the model's face backbone shall compute in; scores of `bf16` differ a little.
  /// Throws `FileError` when a file is missing, damaged or not what is needed.
  /// `sound` is how the sound is prepared in place of how the model was trained to take it, for comparison.
  public convenience init(
    weights: String, precision: PrecisionChoice = .auto, sound: SoundPreparation? = nil
  ) throws {
    try self.init(weights: weights, precision: precision, sound: sound, registry: .standard)
  }

  /// The same with branches that this program may not know.
  package init(
    weights: String, precision: PrecisionChoice = .auto, sound: SoundPreparation? = nil,
    registry: BranchRegistry
  ) throws {
    let detector = try WeightsLocator.locateDetector(besideModel: weights)
    (model, card, checksum) = try EmoNetModel.read(
      weights, precision: precision, sound: sound, registry: registry)
    self.sound = sound ?? card.sound
    observer = ClipObserver(
      detector: try FaceDetector(weights: detector), backbone: model.backbone)
  }

  /// SHA-256 of the weight file, 64 hexadecimal digits.
  public var weightsChecksum: String { checksum.sha256 }

  /// The branches of the model, in the order in which predictions name them.
  public var branches: [Branch] { model.branches.map(\.branch) }

  /// What the face backbone computes in.
  public var precision: Precision { model.precision }

  /// Judges the clip at `path`.
  ///
  /// A clip without sound, without picture or without a face is judged from what is there, and the
  /// warnings say what was missing. A clip of more than 60 s is judged in windows of 10 s, of which its
  /// scores are the mean; memory does not grow with its length. Throws `MediaError` when nothing can be
  /// decoded, and `FileError` when there is neither a face nor a sound to judge from.
  ///
  /// - Parameters:
  ///   - threads: how many threads may compute at the same time.
  ///   - times: where the processor time of each stage is added up.
  public func classify(
    _ path: String, threads: Int = 1, times: StageTimes? = nil
  ) throws -> Prediction {
    try classify(path, tracks: .usual, threads: threads, times: times)
  }

  /// The same with the tracks that are asked for; throws `MediaError` when they are not there.
  package func classify(
    _ path: String, tracks: TrackSelection, threads: Int = 1, times: StageTimes? = nil
  ) throws -> Prediction {
    let work = ClipWork(threads: threads, times: times)
    let sources = try work.run(.open) {
      try ClipSources(path: path, tracks: tracks)
    }
    return try classify(sources, work)
  }

  /// The same of a clip that may come from anywhere.
  package func classify(_ sources: ClipSources, threads: Int = 1) throws -> Prediction {
    try classify(sources, ClipWork(threads: threads))
  }

  private func classify(_ sources: ClipSources, _ work: ClipWork) throws -> Prediction {
    let path = sources.name
    let found = try measure(sources, in: grid, work)
    return try work.run(.judge) {
      try prediction(
        path, found.observation, ClipScores(found.measured, in: found.windows, by: model),
        warnings: found.warnings)
    }
  }

  /// Judges a row of a list from features that were extracted before.
  ///
  /// Sound or picture that they lack is taken from the clip, where there is such a file. Throws
  /// `FileError`, also when there is nothing to judge from, and `MediaError`.
  public func classify(
    _ entry: ClipListEntry, extracted: ExtractedFeatures
  ) throws -> Prediction {
    let path = entry.resolvedPath
    try extracted.check(fit: sound)
    let known = try KnownFeatures(extracted, of: entry, modelChecksum: weightsChecksum)
    let work = ClipWork()
    var observation = Observation()
    var warnings: [String] = []
    var measured = PerBranch(model.branches.map { ($0.branch, [BranchWindow()]) })
    if known.needsClip {
      let found = try measure(ClipSources(path: path), in: .whole, work)
      (observation, measured, warnings) = (found.observation, found.measured, found.warnings)
    } else {
      if known.frames == nil { warnings.append("no picture") }
      if known.functionals == nil { warnings.append("no sound") }
    }
    var frames: PredictionFrames?
    if let picture = known.frames {
      let faces = picture.faces
      measured[.video] = [
        BranchWindow(
          whole: faces.flatMap { model.branch(.video)?.vectors(of: $0, work: work) })
      ]
      frames = PredictionFrames(
        decoded: picture.frameCount, canonical: picture.frameCount,
        withFace: faces?.shape[0] ?? 0)
      observation.duration = max(observation.duration, picture.duration)
    }
    if let values = known.functionals {
      let functionals = Tensor(shape: [values.count], values)
      measured[.audio] = [
        model.branch(.audio)?.window(of: functionals, work: work) ?? BranchWindow()
      ]
    }
    let windows = ClipWindows(.whole, duration: observation.duration)
    return try prediction(
      path, observation, ClipScores(measured, in: windows, by: model), frames: frames,
      warnings: warnings)
  }

  /// What a pass over a clip found.
  private struct Found {
    let observation: Observation
    let windows: ClipWindows
    let measured: PerBranch<[BranchWindow]>
    let warnings: [String]
  }

  /// Goes through the clip once and lets every branch measure; throws when there is nothing to measure.
  private func measure(
    _ sources: ClipSources, in grid: WindowGrid, _ work: ClipWork
  ) throws -> Found {
    let measurements = model.branches.map {
      ($0.branch, $0.measurement(of: .main(mainFace), in: grid, work: work))
    }
    let observation = try observer.observe(
      sources, video: measurements.compactMap(\.1.video),
      audio: [AudioPass(measurements.compactMap(\.1.audio))], work: work)
    let windows = ClipWindows(grid, duration: observation.duration)
    let measured = PerBranch(measurements.map { ($0, $1.windows(windows)) })
    if observation.decodedFrames == 0, measured.values.allSatisfy({ $0.allSatisfy(\.isEmpty) }) {
      throw observation.nothing(in: sources.name)
    }
    return Found(
      observation: observation, windows: windows, measured: measured,
      warnings: observation.videoWarnings + observation.audioWarnings
        + measurements.flatMap(\.1.remarks) + observation.lengthWarnings
        + observation.media.warnings
        + (PredictionFaces(observation.tracks, mainFace)?.warnings ?? []))
  }

  /// Puts the windows of a clip together; `frames` stands in for what the observation counted.
  private func prediction(
    _ path: String, _ observation: Observation, _ clip: ClipScores,
    frames: PredictionFrames? = nil, warnings: [String]
  ) throws -> Prediction {
    let windows = clip.windows
    let people = clip.main(mainFace)
    let judged = people.enumerated().compactMap { index, person in
      person.map { (place: windows.span(index), person: $0) }
    }
    guard let first = judged.first else {
      throw FileError(
        .malformed, path: path,
        reason: "nothing to judge from: " + warnings.joined(separator: ", "))
    }
    let scores =
      windows.isWhole
      ? first.person.scores
      : BranchScores(
        meanOf: judged.map { ($0.person.scores, $0.place.end - $0.place.start) },
        branches: clip.branches)
    return Prediction(
      path: path, scores: scores.fused, modalities: modalities(scores),
      frames: frames
        ?? PredictionFrames(
          decoded: observation.decodedFrames, canonical: observation.canonicalFrames,
          withFace: people.reduce(0) { $0 + ($1?.track?.frameCount ?? 0) }),
      duration: observation.duration, model: card.name, precision: precision,
      windows: windows.isWhole
        ? []
        : judged.map {
          PredictionWindow(
            start: $0.place.start, end: $0.place.end, scores: $0.person.scores.fused,
            modalities: modalities($0.person.scores))
        },
      tracks: PredictionTracks(observation.media),
      faces: PredictionFaces(observation.tracks, mainFace),
      warnings: warnings + Self.doubts(scores)
        + (windows.isWhole ? [] : [Self.cutting(windows)]))
  }

  /// What each branch of the model says alone, or that it had nothing to go by.
  private func modalities(_ scores: BranchScores) -> PerBranch<PredictionBranch> {
    PerBranch(
      model.branches.map {
        (
          $0.branch,
          PredictionBranch(
            scores: scores.branches[$0.branch], familiarity: scores.familiarity[$0.branch])
        )
      })
  }

  /// Below this familiarity the answer says that a branch hardly counts.
  private static let leastFamiliarity: Float = 0.45

  private static func doubts(_ scores: BranchScores) -> [String] {
    scores.familiarity.branches.compactMap { branch in
      guard let familiarity = scores.familiarity[branch], familiarity < leastFamiliarity
      else { return nil }
      let share = Int((100 * familiarity).rounded())
      return "the \(branch.noun) is unlike what the model knows and counts for little "
        + "(familiarity \(share) %)"
    }
  }

  private static func cutting(_ windows: ClipWindows) -> String {
    "longer than \(Int(windows.grid.wholeUpTo)) s: judged in \(windows.count) windows of "
      + "\(Int(windows.grid.length)) s, of which the scores are the mean"
  }
}
