// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

internal import AudioFeatures
internal import Faces
internal import Foundation
internal import NeuralNetwork

/// Trains a model: the face backbone on still faces, then branches and fusion on clips.
///
/// A run that was killed goes on from the checkpoints in the cache folder when it is started again
/// with the same configuration, data and number of threads.
public final class Trainer {
  /// Name of the split that is learnt from.
  public static let trainingSplit = "train"
  /// Name of the split that figures are given for; nothing is decided by it.
  public static let validationSplit = "validation"

  private let configuration: TrainingConfiguration
  private let clips: ClipList
  private let cache: ClipCache
  private let extracted: ExtractedFeatures?
  private let finishedBackbone: FinishedBackbone?
  private let cacheDirectory: String
  private let output: String
  private let threads: Int
  private let extractor = FunctionalsExtractor(featureSet: .emobase2010)

  /// A training on `clips` that writes its weight file to `output`.
  ///
  /// Crops, functionals and checkpoints are kept in `cacheDirectory`. `extracted` has features to use in
  /// place of clips; `backboneWeights` is a model whose face backbone is taken as it is, which stage 1
  /// would train otherwise, and with which frames must have been extracted. Throws when a speaker
  /// stands on both sides of the split, a row has no label, or no row is there to learn from.
  public init(
    configuration: TrainingConfiguration, clips: ClipList, cacheDirectory: String, output: String,
    threads: Int, extracted: ExtractedFeatures? = nil, backboneWeights: String? = nil
  ) throws {
    let detector = try WeightsLocator.locateDetector()
    let leaking = clips.speakersOnBothSides(
      training: Self.trainingSplit, validation: Self.validationSplit)
    guard leaking.isEmpty else {
      throw TrainingError(
        reason: "speakers on both sides of the split: " + leaking.joined(separator: ", "))
    }
    guard !clips.filter(split: Self.trainingSplit).entries.isEmpty else {
      throw TrainingError(reason: "no row of the list has the split '\(Self.trainingSplit)'")
    }
    if let row = clips.entries.first(where: { $0.label == nil }) {
      throw TrainingError(reason: "line \(row.line): no label for \(row.path)")
    }
    self.configuration = configuration
    self.clips = clips
    self.cacheDirectory = cacheDirectory
    self.output = output
    self.threads = threads
    self.extracted = extracted
    finishedBackbone = try backboneWeights.map(FinishedBackbone.init)
    cache = ClipCache(
      folder: cacheDirectory + "/clips",
      observer: ClipObserver(
        detector: try FaceDetector(weights: detector), extractor: extractor),
      version: [
        extractor.featureSet.version, ModelCard.currentFaceContract,
        try FileChecksum.sha256(of: detector),
      ].joined(separator: "\n"))
  }

  /// Trains and writes the weight file; `report` hears of every step and may stop it by throwing.
  ///
  /// With `resume`, goes on from the checkpoints that an earlier run of the same configuration and
  /// data left; without, starts anew.
  public func run(resume: Bool, report: (TrainingEvent) throws -> Void) throws {
    let features = try extractFeatures(resume: resume, report: report)
    let prepared = try BranchPreparation(
      training: features.training, validation: features.validation, stills: features.stills,
      configuration: configuration.branches, seed: configuration.seed)
    let members = try trainMembers(
      prepared, checkpoint: { try self.checkpoint(ofMember: $0, resume: resume) }, report: report)
    let figures = prepared.validation.recalls(members) + prepared.validation.changes(members)
    try report(Self.summary(figures))
    func model(_ precision: Precision) -> EmoNetModel {
      EmoNetModel(
        backbone: features.backbone, faceStandardizer: prepared.faceStandardizer,
        sound: prepared.sound, members: members, precision: precision)
    }
    let card = self.card(
      figures: features.faceValidation.cardFigures + figures,
      bf16: Precision.bf16.isAvailable
        ? PrecisionCheck(
          features.validation.map { ($0.clip.content.crops, $0.clip.content.functionals) },
          exact: model(.f32), rounded: model(.bf16)) : nil)
    try WeightFile(
      tensors: EmoNetModel.tensors(
        backbone: features.backbone, faceStandardizer: prepared.faceStandardizer,
        sound: prepared.sound, members: members),
      metadata: card.metadata()
    ).write(to: output)
  }

  /// Stage 2 on parts of the training split, each time measured on the speakers left out.
  ///
  /// For decisions between configurations, which must not be made on the validation split. Writes no
  /// weight file; gives the figures of each fold. The face backbone is trained, or taken from its
  /// checkpoint, once; its still faces belong to no speaker of the clips.
  public func crossValidate(
    folds count: Int, report: (TrainingEvent) throws -> Void
  ) throws -> [[TrainingEvent.Metric]] {
    let features = try extractFeatures(resume: true, report: report)
    let folds = SpeakerFolds(
      features.training.map(\.clip), count: count, seed: configuration.seed
    ).folds
    return try (0..<count).map { fold in
      func part(_ isMember: (Int) -> Bool) -> [ExtractedClip] {
        folds.indices.filter { isMember(folds[$0]) }.map { features.training[$0] }
      }
      let prepared = try BranchPreparation(
        training: part { $0 != fold }, validation: part { $0 == fold }, stills: features.stills,
        configuration: configuration.branches, seed: configuration.seed)
      let members = try trainMembers(prepared, checkpoint: { _ in nil }, report: report)
      let figures = prepared.validation.recalls(members) + prepared.validation.changes(members)
      try report(
        TrainingEvent(
          stage: "folds", epoch: fold + 1, epochs: count, metrics: figures, isEpochEnd: true))
      return figures
    }
  }

  private struct Features {
    let backbone: FaceBackbone
    let faceValidation: FaceValidation
    let training: [ExtractedClip]
    let validation: [ExtractedClip]
    let stills: [ExtractedStill]
  }

  /// Stage 1, and what its backbone sees in the clips and in still faces.
  private func extractFeatures(
    resume: Bool, report: (TrainingEvent) throws -> Void
  ) throws -> Features {
    try FileManager.default.createDirectory(
      atPath: cacheDirectory, withIntermediateDirectories: true)
    let faces = try FaceSet.read(faces(Self.trainingSplit))
    let (backbone, faceValidation) = try trainBackbone(faces, resume: resume, report: report)
    let extraction = FaceFeatureExtraction(
      backbone: FusedFaceBackbone(backbone), augmentation: configuration.branches.augmentation,
      seed: configuration.seed, threads: threads)
    let variants = configuration.branches.variants
    return Features(
      backbone: backbone, faceValidation: faceValidation,
      training: extraction.clips(
        try read(Self.trainingSplit, report: report), variants: variants),
      validation: extraction.clips(
        try read(Self.validationSplit, report: report), variants: 0),
      stills: extraction.stills(
        faces, perEmotion: configuration.branches.stillsPerEmotion, variants: variants))
  }

  /// Where the still faces of a split lie.
  private func faces(_ split: String) -> String {
    configuration.resolved(configuration.backbone.faces) + "/" + split
  }

  private func trainBackbone(
    _ stills: FaceSet, resume: Bool, report: (TrainingEvent) throws -> Void
  ) throws -> (FaceBackbone, FaceValidation) {
    if let finishedBackbone {
      let faces = try FaceSet.read(faces(Self.validationSplit))
      let backbone = try finishedBackbone.backbone()
      return (backbone, FaceValidation(FusedFaceBackbone(backbone), on: faces))
    }
    let checkpoint = try checkpoint(
      "faces", describing: [CanonicalJSON.text(configuration.backbone)], resume: resume)
    return try ComputeThreads.with(threads) {
      try BackboneTraining(
        configuration: configuration.backbone, seed: configuration.seed, trainingFaces: stills,
        validationFaces: try FaceSet.read(faces(Self.validationSplit)),
        checkpoint: checkpoint
      ).run(
        startingFrom: configuration.backbone.initialWeights.map {
          try WeightFile.read(configuration.resolved($0))
        }, report: report)
    }
  }

  private func trainMembers(
    _ prepared: BranchPreparation, checkpoint: (Int) throws -> TrainingCheckpoint?,
    report: (TrainingEvent) throws -> Void
  ) throws -> [FusionNetwork] {
    try ComputeThreads.with(threads) {
      try (0..<configuration.branches.members).map { member in
        try FusionTraining(
          configuration: configuration.branches,
          seed: SeededGenerator.mixing(configuration.seed, UInt64(member)), member: member,
          material: prepared.material, discriminants: prepared.sound.count,
          checkpoint: checkpoint(member)
        ).run(validate: { prepared.validation.recalls([$0]) }, report: report)
      }
    }
  }

  private static func summary(_ figures: [TrainingEvent.Metric]) -> TrainingEvent {
    TrainingEvent(stage: "all members", metrics: figures, isEpochEnd: true)
  }

  private func checkpoint(ofMember member: Int, resume: Bool) throws -> TrainingCheckpoint {
    let rows = clips.entries.map { "\($0.path) \($0.label?.rawValue ?? "") \($0.split ?? "")" }
    let inputs = [extracted?.fingerprint, finishedBackbone?.checksum].compactMap { $0 }
    return try checkpoint(
      "member\(member)", describing: [CanonicalJSON.text(configuration)] + rows + inputs,
      resume: resume)
  }

  /// The clips of a split, decoded or taken from the cache.
  private func read(
    _ split: String, report: (TrainingEvent) throws -> Void
  ) throws -> [LabelledClip] {
    try LabelledClipReading(
      cache: cache, extracted: extracted, backboneChecksum: finishedBackbone?.checksum,
      recodings: configuration.branches.recodings, threads: threads
    ).read(clips.filter(split: split).entries, split: split, report: report)
  }

  /// The checkpoint of a stage, named after everything that the stage depends on.
  private func checkpoint(
    _ stage: String, describing parts: [String], resume: Bool
  ) throws -> TrainingCheckpoint {
    let description = ([String(configuration.seed), String(threads)] + parts)
      .joined(separator: "\n")
    let fingerprint = FileChecksum.sha256(of: Array(description.utf8)).prefix(16)
    let checkpoint = TrainingCheckpoint(
      path: "\(cacheDirectory)/\(stage)-\(fingerprint).safetensors")
    if !resume { try checkpoint.remove() }
    return checkpoint
  }

  private func card(figures: [TrainingEvent.Metric], bf16: PrecisionCheck?) -> ModelCard {
    let training = clips.filter(split: Self.trainingSplit).entries
    return ModelCard(
      configuration: configuration, featureSet: extractor.featureSet.version,
      trainingClips: Dictionary(training.map { ($0.corpus ?? "unnamed", 1) }, uniquingKeysWith: +),
      trainingSpeakers: Set(training.compactMap(\.speaker)).sorted(),
      validation: Dictionary(
        figures.map { ($0.name, $0.value) }, uniquingKeysWith: { _, last in last }), bf16: bf16)
  }
}
