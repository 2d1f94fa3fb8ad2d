// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

import EmoNet
import Faces
import Files
import NeuralNetwork

/// The stages of a training and what each computes.
extension Trainer {
  /// Faces, clips, branches, each member, and the model.
  func schedule() throws -> TrainingSchedule {
    let faces = try facesStage()
    let clips = try clipsStage(faces)
    let branches = try branchesStage(clips)
    let members = try (0..<configuration.branches.members).map {
      try memberStage($0, faces, clips, branches)
    }
    return TrainingSchedule(
      stages: [faces, clips, branches] + members
        + [try modelStage(faces, clips, branches, members)])
  }

  /// Faces, clips, and each fold.
  func crossValidation(folds count: Int) throws -> TrainingSchedule {
    let faces = try facesStage()
    let clips = try clipsStage(faces)
    return TrainingSchedule(
      stages: [faces, clips] + (try (0..<count).map { try foldStage($0, of: count, faces, clips) }))
  }

  /// What decides every stage.
  private var general: [String] { [String(configuration.seed), String(threads)] }

  private func path(_ stage: String) -> String { "\(cacheFolder)/\(stage).safetensors" }

  /// Where the still faces of a split lie.
  private func facesPath(_ split: String) -> String {
    configuration.resolved(configuration.backbone.faces) + "/" + split
  }

  private func entries(_ split: String) -> [ClipListEntry] {
    clips.filter(split: split).entries
  }

  // MARK: The face backbone

  /// The backbone, trained or taken as it is, with its figures on the validation faces.
  private func facesStage() throws -> TrainingStage {
    let initial = configuration.backbone.initialWeights.map(configuration.resolved)
    let files = try [Self.trainingSplit, Self.validationSplit].flatMap { split in
      try FaceSet.files(facesPath(split)).map { try FileChecksum.sha256(of: $0) }
    }
    let own =
      general + [
        try CanonicalJSON.text(configuration.backbone),
        try initial.map { try FileChecksum.sha256(of: $0) } ?? "",
      ]
    let parts = finishedBackbone.map { [$0.checksum] } ?? own
    let checkpoint = checkpoint("faces", parts + files)
    return TrainingStage(
      name: "faces", output: path("faces"), parts: parts + files, checkpoint: checkpoint
    ) { [self] report in
      let validation = try FaceSet.read(facesPath(Self.validationSplit))
      let backbone: FaceBackbone
      let figures: FaceValidation
      if let finishedBackbone {
        backbone = try finishedBackbone.backbone()
        figures = FaceValidation(FusedFaceBackbone(backbone), on: validation)
      } else {
        (backbone, figures) = try ComputeThreads.with(threads) {
          try BackboneTraining(
            configuration: configuration.backbone, seed: configuration.seed,
            trainingFaces: try FaceSet.read(facesPath(Self.trainingSplit)),
            validationFaces: validation, checkpoint: checkpoint
          ).run(startingFrom: initial.map { try WeightFile.read($0) }, report: report)
        }
      }
      return WeightFile(
        tensors: backbone.tensors(), metadata: try StageFigures.metadata(figures.cardFigures))
    }
  }

  /// The face backbone's network, that of the model whose backbone is taken where there is one.
  private func architecture() throws -> BackboneArchitecture {
    try finishedBackbone?.architecture ?? configuration.backbone.architecture()
  }

  private func backbone(_ stage: TrainingStage) throws -> FaceBackbone {
    var generator = SeededGenerator(seed: 0)
    let backbone = FaceBackbone(try architecture(), using: &generator)
    try backbone.load(from: stage.read())
    return backbone
  }

  // MARK: Features of clips and stills

  private func clipsStage(_ faces: TrainingStage) throws -> TrainingStage {
    let settings = configuration.branches
    let rows = try clips.entries.map { entry in
      [
        entry.path, entry.label?.rawValue ?? "", entry.split ?? "", entry.speaker ?? "",
        entry.corpus ?? "", entry.modality?.rawValue ?? "",
        try extracted?.stamp(of: entry) ?? cache.stamp(of: entry.resolvedPath),
      ].joined(separator: " ")
    }
    let parts =
      general + [
        try CanonicalJSON.text(settings.recodings), try CanonicalJSON.text(settings.augmentation),
        "\(settings.variants) \(settings.stillsPerEmotion)",
        settings.sound?.rawValue ?? "",
        try settings.soundAugmentation.map { try CanonicalJSON.text($0) } ?? "",
        extracted?.fingerprint ?? "",
      ] + rows
    return TrainingStage(name: "clips", inputs: [faces], output: path("clips"), parts: parts) {
      [self] report in
      let extraction = FaceFeatureExtraction(
        backbone: FusedFaceBackbone(try backbone(faces)), augmentation: settings.augmentation,
        seed: configuration.seed, threads: threads)
      let training = extraction.clips(
        try read(Self.trainingSplit, report: report), variants: settings.variants)
      let validation = extraction.clips(
        try read(Self.validationSplit, report: report), variants: 0)
      let stills = extraction.stills(
        try FaceSet.read(facesPath(Self.trainingSplit)), perEmotion: settings.stillsPerEmotion,
        variants: settings.variants)
      return WeightFile(
        tensors: ClipFeatureSet(training: training, validation: validation, stills: stills).tensors)
    }
  }

  /// The clips of a split, decoded or taken from the cache.
  private func read(
    _ split: String, report: (TrainingEvent) throws -> Void
  ) throws -> [LabelledClip] {
    try LabelledClipReading(
      cache: cache, extracted: extracted, backboneChecksum: finishedBackbone?.checksum,
      recodings: configuration.branches.recodings,
      soundSeed: split == Self.trainingSplit ? configuration.seed : nil, threads: threads
    ).read(entries(split), split: split, report: report)
  }

  private func features(_ stage: TrainingStage) throws -> ClipFeatureSet {
    try ClipFeatureSet(
      stage.read(), training: entries(Self.trainingSplit),
      validation: entries(Self.validationSplit))
  }

  // MARK: Branches and members

  private func branchesStage(_ clips: TrainingStage) throws -> TrainingStage {
    let settings = configuration.branches
    let parts =
      general + [
        try CanonicalJSON.text(settings.discriminants),
        "\(settings.crossFittingFolds) \(settings.recodingWeight)",
        "\(settings.balancesClasses ?? false) \((settings.doubtShare ?? 0) > 0) \(settings.unknownShare ?? 0) \(settings.joinsSoundScores ?? false)",
      ]
    return TrainingStage(
      name: "branches", inputs: [clips], output: path("branches"), parts: parts
    ) { [self] _ in
      WeightFile(
        tensors: try BranchFit(
          try features(clips).training, configuration: settings, seed: configuration.seed
        ).tensors)
    }
  }

  private func preparation(
    _ faces: TrainingStage, _ clips: TrainingStage, _ branches: TrainingStage
  ) throws -> BranchPreparation {
    let features = try features(clips)
    return try BranchPreparation(
      BranchFit(branches.read()), training: features.training, validation: features.validation,
      stills: features.stills, backbone: FusedFaceBackbone(try backbone(faces)),
      configuration: configuration.branches)
  }

  private func memberStage(
    _ member: Int, _ faces: TrainingStage, _ clips: TrainingStage, _ branches: TrainingStage
  ) throws -> TrainingStage {
    let name = Self.memberName(member)
    let parts = general + [try CanonicalJSON.text(configuration.branches)]
    let checkpoint = checkpoint(name, parts + [branches.fingerprint])
    return TrainingStage(
      name: name, inputs: [faces, clips, branches], output: path(name), parts: parts,
      checkpoint: checkpoint
    ) { [self] report in
      let network = try train(
        member, try preparation(faces, clips, branches), checkpoint: checkpoint, report: report)
      return WeightFile(tensors: network.tensors())
    }
  }

  private func train(
    _ member: Int, _ prepared: BranchPreparation, checkpoint: TrainingCheckpoint?,
    report: (TrainingEvent) throws -> Void
  ) throws -> FusionNetwork {
    try ComputeThreads.with(threads) {
      try FusionTraining(
        configuration: configuration.branches,
        seed: SeededGenerator.mixing(configuration.seed, UInt64(member)), member: member,
        material: prepared.material, discriminants: prepared.fit.audio.projection.count,
        checkpoint: checkpoint
      ).run(validate: { prepared.validation.recalls([$0]) }, report: report)
    }
  }

  private func network(_ stage: TrainingStage, discriminants: Int) throws -> FusionNetwork {
    var generator = SeededGenerator(seed: 0)
    let network = FusionNetwork(
      discriminants: discriminants, configuration: configuration.branches, using: &generator)
    try network.load(from: stage.read())
    return network
  }

  /// The state of a stage after each epoch, named after everything that the stage depends on.
  private func checkpoint(_ stage: String, _ parts: [String]) -> TrainingCheckpoint {
    let description = parts.joined(separator: "\n")
    let fingerprint = FileChecksum.sha256(of: Array(description.utf8)).prefix(16)
    return TrainingCheckpoint(
      path: "\(cacheFolder)/\(stage)-\(fingerprint)\(TrainingCheckpoint.suffix)")
  }

  // MARK: Folds

  private func foldStage(
    _ fold: Int, of count: Int, _ faces: TrainingStage, _ clips: TrainingStage
  ) throws -> TrainingStage {
    let name = Self.foldName(fold)
    let parts = general + [try CanonicalJSON.text(configuration.branches), "\(count)"]
    return TrainingStage(name: name, inputs: [faces, clips], output: path(name), parts: parts) {
      [self] report in
      let features = try features(clips)
      let folds = SpeakerFolds(
        features.training.map(\.clip), count: count, seed: configuration.seed
      ).folds
      func part(_ isMember: (Int) -> Bool) -> [ExtractedClip] {
        folds.indices.filter { isMember(folds[$0]) }.map { features.training[$0] }
      }
      let training = part { $0 != fold }
      let prepared = try BranchPreparation(
        BranchFit(training, configuration: configuration.branches, seed: configuration.seed),
        training: training, validation: part { $0 == fold }, stills: features.stills,
        backbone: FusedFaceBackbone(try backbone(faces)), configuration: configuration.branches)
      let members = try (0..<configuration.branches.members).map {
        try train($0, prepared, checkpoint: nil, report: report)
      }
      let figures = prepared.validation.recalls(members) + prepared.validation.changes(members)
      try report(
        TrainingEvent(
          stage: "folds", epoch: fold + 1, epochs: count, metrics: figures, isEpochEnd: true))
      return WeightFile(metadata: try StageFigures.metadata(figures))
    }
  }

  // MARK: The model

  private func modelStage(
    _ faces: TrainingStage, _ clips: TrainingStage, _ branches: TrainingStage,
    _ members: [TrainingStage]
  ) throws -> TrainingStage {
    TrainingStage(
      name: "model", inputs: [faces, clips, branches] + members, output: output,
      parts: [try CanonicalJSON.text(configuration)], keepsFingerprint: false
    ) { [self] report in
      let prepared = try preparation(faces, clips, branches)
      let fit = prepared.fit
      let networks = try members.map { try network($0, discriminants: fit.audio.projection.count) }
      let figures = prepared.validation.recalls(networks) + prepared.validation.changes(networks)
      try report(TrainingEvent(stage: "all members", metrics: figures, isEpochEnd: true))
      let backbone = try backbone(faces)
      func model(_ precision: Precision) -> EmoNetModel {
        EmoNetModel(
          backbone: backbone, fit: fit, sound: cache.sound, members: networks,
          precision: precision)
      }
      var card = try card(figures: StageFigures.read(faces.read()) + figures)
      if Precision.bf16.isAvailable {
        let seen = try read(Self.validationSplit, report: { _ in })
        card.bf16 = PrecisionCheck(
          seen.map { ($0.content.crops, $0.content.functionals) }, exact: model(.f32),
          rounded: model(.bf16))
      }
      return WeightFile(
        tensors: EmoNetModel.tensors(
          backbone: backbone, fit: fit, members: networks),
        metadata: try card.metadata())
    }
  }

  private func card(figures: [TrainingEvent.Metric]) throws -> ModelCard {
    let training = entries(Self.trainingSplit)
    var card = ModelCard(name: configuration.name, featureSet: AudioBranch.featureSet.version)
    card.architecture = configuration.branches.architecture
    card.architecture.backbone = try architecture()
    card.sound = cache.sound
    card.recipe = try configuration.recipe()
    card.trainingClips = Dictionary(
      training.map { ($0.corpus ?? "unnamed", 1) }, uniquingKeysWith: +)
    card.trainingSpeakers = Set(training.compactMap(\.speaker)).sorted()
    card.validation = Dictionary(
      figures.map { ($0.name, $0.value) }, uniquingKeysWith: { _, last in last })
    return card
  }
}
