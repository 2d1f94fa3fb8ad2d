// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

import AudioFeatures
public import EmoNet
import Faces
import Files
import Foundation
import NeuralNetwork

/// Trains a model: the face backbone on still faces, then branches and fusion on clips.
///
/// A run that was killed goes on with the first stage that is not done, and in it from its last epoch, when it is
/// started again with the same configuration, data and number of threads.
public final class Trainer {
  /// Name of the split that is learnt from.
  public static let trainingSplit = "train"
  /// Name of the split that figures are given for; nothing is decided by it.
  public static let validationSplit = "validation"

  let configuration: TrainingConfiguration
  let clips: ClipList
  let cache: ClipCache
  let extracted: ExtractedFeatures?
  let finishedBackbone: FinishedBackbone?
  let cacheFolder: String
  let output: String
  let threads: Int
  private let listPath: String

  /// A training on `clips`, which were read from `listPath`, that writes its weight file to `output`.
  ///
  /// Crops, functionals and what stages make are kept in `cacheFolder`. `extracted` has features to use in
  /// place of clips; `backboneWeights` is a model whose face backbone is taken as it is, which stage 1
  /// would train otherwise, and with which frames must have been extracted. Throws `FileError` when a speaker
  /// stands on both sides of the split, a row has no label, or no row is there to learn from.
  public init(
    configuration: TrainingConfiguration, clips: ClipList, listPath: String, cacheFolder: String,
    output: String, threads: Int, extracted: ExtractedFeatures? = nil,
    backboneWeights: String? = nil
  ) throws {
    func refuse(_ reason: String, line: Int? = nil) -> FileError {
      FileError(.malformed, path: listPath, line: line, reason: reason)
    }
    let detector = try WeightsLocator.locateDetector()
    let leaking = clips.speakersOnBothSides(
      training: Self.trainingSplit, validation: Self.validationSplit)
    guard leaking.isEmpty else {
      throw refuse("speakers on both sides of the split: " + leaking.joined(separator: ", "))
    }
    guard !clips.filter(split: Self.trainingSplit).entries.isEmpty else {
      throw refuse("no row of the list has the split '\(Self.trainingSplit)'")
    }
    if let row = clips.entries.first(where: { $0.label == nil }) {
      throw refuse("no label for \(row.path)", line: row.line)
    }
    self.configuration = configuration
    self.clips = clips
    self.listPath = listPath
    self.cacheFolder = cacheFolder
    self.output = output
    self.threads = threads
    self.extracted = extracted
    finishedBackbone = try backboneWeights.map(FinishedBackbone.init)
    let extractor = FunctionalsExtractor(featureSet: AudioBranch.featureSet)
    cache = ClipCache(
      folder: cacheFolder + "/clips",
      observer: ClipObserver(detector: try FaceDetector(weights: detector), backbone: nil),
      extractor: extractor, sound: configuration.branches.sound ?? .raw,
      soundAugmentation: configuration.branches.soundAugmentation,
      version: [
        extractor.featureSet.version, ModelCard.currentFaceContract,
        try FileChecksum.sha256(of: detector),
      ].joined(separator: "\n"))
    try extracted?.check(fit: cache.sound)
    try Folders.create(cacheFolder)
  }

  /// Trains and writes the weight file; `report` hears of every step and may stop it by throwing.
  ///
  /// With `resume`, goes on where an earlier run of the same configuration and data was; without, starts anew.
  public func run(resume: Bool, report: (TrainingEvent) throws -> Void) throws {
    try namingTheList {
      try prepare(resume: resume)
      try schedule().run(resume: resume, report: report)
    }
  }

  /// Runs one stage alone, from the outputs of the stages that it needs; with `folds`, one of a cross-validation.
  public func run(
    stage name: String, folds: Int? = nil, resume: Bool, report: (TrainingEvent) throws -> Void
  ) throws {
    try namingTheList {
      try prepare(resume: resume)
      try (folds.map(crossValidation) ?? schedule()).run(stage: name, report: report)
    }
  }

  /// Names of the stages of a training with this configuration, or of a cross-validation in so many folds.
  public static func stageNames(_ configuration: TrainingConfiguration, folds: Int?) -> [String] {
    guard let folds else {
      return ["faces", "clips", "branches"]
        + (0..<configuration.branches.members).map(memberName) + ["model"]
    }
    return ["faces", "clips"] + (0..<folds).map(foldName)
  }

  static func memberName(_ member: Int) -> String { "member-\(member + 1)" }
  static func foldName(_ fold: Int) -> String { "fold-\(fold + 1)" }

  /// The stages of a training, or of a cross-validation in so many folds.
  public func stages(folds: Int? = nil) throws -> [TrainingStage] {
    try namingTheList { try (folds.map(crossValidation) ?? schedule()).stages }
  }

  /// The branches and the fusion on parts of the training split, each time measured on the speakers left out.
  ///
  /// For decisions between configurations, which must not be made on the validation split. Writes no
  /// weight file; gives the figures of each fold. The face backbone is trained, or taken from an
  /// earlier run, once; its still faces belong to no speaker of the clips.
  public func crossValidate(
    folds count: Int, resume: Bool = false, report: (TrainingEvent) throws -> Void
  ) throws -> [[TrainingEvent.Metric]] {
    try namingTheList {
      let schedule = try crossValidation(folds: count)
      let (shared, folds) = (schedule.stages.prefix(2), schedule.stages.dropFirst(2))
      // What belongs to no fold is taken from an earlier run of the same.
      try TrainingSchedule(stages: Array(shared)).run(resume: true, report: report)
      try TrainingSchedule(stages: Array(folds)).run(resume: resume, report: report)
      return try folds.map { try StageFigures.read($0.read()) }
    }
  }

  /// Checkpoints of epochs go unless a run is to go on from them.
  private func prepare(resume: Bool) throws {
    guard !resume else { return }
    let names = (try? FileManager.default.contentsOfDirectory(atPath: cacheFolder)) ?? []
    for name in names where name.hasSuffix(TrainingCheckpoint.suffix) {
      try TrainingCheckpoint(path: "\(cacheFolder)/\(name)").remove()
    }
  }

  /// Says which list is meant where what is thrown names no file.
  private func namingTheList<R>(_ body: () throws -> R) throws -> R {
    do {
      return try body()
    } catch let error as TrainingError {
      throw FileError(.malformed, path: listPath, reason: error.reason)
    } catch let error as LinearDiscriminantError {
      throw FileError(
        error.code == nil ? .malformed : .unsupported, path: listPath, reason: "\(error)")
    }
  }
}
