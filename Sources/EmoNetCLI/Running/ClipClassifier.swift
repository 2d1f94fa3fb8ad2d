// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

import AudioFeatures
import EmoNet
import Foundation
import Media

/// A model as the commands use it: something that gives predictions, and what it says of itself.
struct ClipClassifier: Sendable {
  let modelName: String
  /// The branches of the model.
  let branches: [Branch]
  /// SHA-256 of the weight file, in hexadecimal; computed when asked for.
  let weightsChecksum: @Sendable () -> String
  /// What the face network computes in.
  let precision: Precision
  /// What was checked of 16-bit floats, if anything was.
  let bf16: PrecisionCheck?
  /// Speakers trained on, as the clip list of the training names them.
  let trainingSpeakers: [String]
  /// Processor time of the stages so far.
  let times: StageTimes
  /// Judges the clip at a path by some of its tracks with so many threads; called from several threads
  /// at once.
  let classify: @Sendable (String, TrackSelection, _ threads: Int) throws -> Prediction
  /// Judges a row from features that were extracted before; called from several threads at once.
  let judge: @Sendable (ClipListEntry, ExtractedFeatures) throws -> Prediction

  /// What is computed in, and why.
  var precisionSummary: String {
    let processor = Precision.bf16.isFast ? "has" : "lacks"
    let check =
      bf16.map {
        String(
          format: "the model's scores move by at most %.4f (%d clips, %d same answers)",
          $0.greatestScoreDifference, $0.clips, $0.sameAnswers)
      } ?? "the model was not checked"
    return "\(precision.rawValue); the processor \(processor) bf16; in bf16 \(check)"
  }

  /// A clip's prediction, made with so many threads, or why there is none.
  func outcome(
    of input: ClipInput, tracks: TrackSelection = .usual, threads: Int
  ) -> Result<Prediction, UnusableClip> {
    switch input {
    case .unusable(let failure): return .failure(failure)
    case .clip(let path):
      if let failure = UnusableClip.unreadable(path) { return .failure(failure) }
      do {
        return .success(try classify(path, tracks, threads))
      } catch {
        return .failure(UnusableClip(path: path, error: error))
      }
    }
  }

  /// A row's prediction from features that were extracted before, or why there is none.
  func outcome(
    of entry: ClipListEntry, extracted: ExtractedFeatures
  ) -> Result<Prediction, UnusableClip> {
    do {
      return .success(try judge(entry, extracted))
    } catch {
      return .failure(UnusableClip(path: entry.resolvedPath, error: error))
    }
  }

  /// Judges rows from extracted features, as `run` classifies clips.
  func run(
    _ entries: [ClipListEntry], extracted: ExtractedFeatures, threads: Int,
    receive: (Result<Prediction, UnusableClip>) throws -> Void
  ) throws {
    var progress = ProgressReport(total: entries.count, unit: "clips")
    defer { Terminal.shared.clearProgress() }
    try OrderedRun(entries) { entry, _ in outcome(of: entry, extracted: extracted) }.run(
      threads: threads, progress: { progress.show(done: $0) }, receive: { try receive($1) })
  }

  /// Classifies on several threads with a progress line; `receive` gets the outcomes in order.
  func run(
    _ inputs: [ClipInput], tracks: TrackSelection = .usual, threads: Int,
    receive: (Result<Prediction, UnusableClip>) throws -> Void
  ) throws {
    var progress = ProgressReport(total: inputs.count, unit: "clips")
    defer { Terminal.shared.clearProgress() }
    try OrderedRun(inputs) { outcome(of: $0, tracks: tracks, threads: $1) }.run(
      threads: threads, progress: { progress.show(done: $0) }, receive: { try receive($1) })
  }
}

extension ClipClassifier {
  /// The model that is asked for; without a path, the one that is found.
  @Sendable
  static func load(_ choice: ModelChoice) throws -> ClipClassifier {
    let path = try locate(choice.weights)
    try requireReadable(path)
    let times = StageTimes()
    times.add(StageTimes.processTime, to: .start)
    let classifier = try times.measure(.load) {
      try Classifier(weights: path, precision: choice.precision, sound: choice.sound)
    }
    return ClipClassifier(
      modelName: classifier.card.name, branches: classifier.branches,
      weightsChecksum: { classifier.weightsChecksum },
      precision: classifier.precision, bf16: classifier.card.bf16,
      trainingSpeakers: classifier.card.trainingSpeakers, times: times,
      classify: { try classifier.classify($0, tracks: $1, threads: $2, times: times) },
      judge: { try classifier.classify($0, extracted: $1) })
  }

  /// The path given, or where the model's weights are found when none is.
  @Sendable
  static func locate(_ path: String?) throws -> String {
    if let path, !FileManager.default.fileExists(atPath: path) { try requireReadable(path) }
    return try WeightsLocator.locate(flag: path)
  }

  private static func requireReadable(_ path: String) throws(Failure) {
    if let file = UnusableClip.unreadable(path) { throw Failure(file) }
  }
}

/// Which model is asked for, and how it shall compute.
struct ModelChoice: Sendable {
  /// Path of the weight file; nil for the one that is found.
  var weights: String?
  var precision: PrecisionChoice
  /// How the sound is prepared; nil for as the model was trained.
  var sound: SoundPreparation?
}
