// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

internal import Faces
internal import NeuralNetwork

/// Turns clips and still faces into what stage 2 draws from: standardised features, discriminants.
struct BranchPreparation {
  let configuration: BranchesConfiguration
  let seed: UInt64
  let backbone: FusedFaceBackbone
  let threads: Int

  /// What stage 2 needs.
  struct Prepared {
    let faceStandardizer: Standardizer
    let sound: SoundProjection
    let material: TrainingMaterial
    let validation: BranchValidation
  }

  /// Fits the standardiser and the discriminants on the training clips and projects everything.
  func prepare(
    training: [LabelledClip], validation: [LabelledClip], stills: FaceSet,
    report: (TrainingEvent) throws -> Void
  ) throws -> Prepared {
    let sound = try soundProjection(training)
    let heard = training.filter { $0.content.functionals != nil }
    let crossFitted = try sound.projection.crossFitted(
      sound.rows, classes: sound.classes, folds: speakerFolds(heard),
      options: configuration.discriminants)
    let sounds = heard.enumerated().map { index, clip in
      SoundMaterial(
        discriminants: crossFitted.rows(index..<index + 1).values, label: clip.label,
        corpus: clip.corpus)
    }
    try report(
      TrainingEvent(
        stage: "features",
        message: "\(sound.rows.shape[0]) sounds reduced from \(sound.rows.shape[1]) values to "
          + "\(sound.projection.count) discriminants", isEpochEnd: true))

    let faces = VariedFaces(
      backbone: backbone, augmentation: configuration.augmentation, seed: seed)
    let seen = training.filter { !$0.content.crops.isEmpty }
    let clipFeatures = try ParallelMap.map(
      seen.enumerated().map { ($0, $1.content.crops) }, threads: threads
    ) { index, crops in
      ComputeThreads.with(1) {
        (0...configuration.variants).map { faces.features(of: crops, item: index, variant: $0) }
      }
    }
    let standardizer = Standardizer(
      fitting: .concatenated(clipFeatures.map { $0[0] }, axis: .first))
    var pictures = zip(seen, clipFeatures).map { clip, features in
      PictureMaterial(
        variations: features.map(standardizer.transform), label: clip.label, isStill: false)
    }
    pictures += try stillMaterial(stills, faces: faces, standardizer: standardizer)
    try report(
      TrainingEvent(
        stage: "features",
        message: "\(seen.count) clips with a face in \(configuration.variants + 1) variations, "
          + "\(pictures.count - seen.count) still faces", isEpochEnd: true))

    return Prepared(
      faceStandardizer: standardizer, sound: sound.projection,
      material: try TrainingMaterial(
        configuration: configuration, pictures: pictures, sounds: sounds,
        discriminants: sound.projection.count),
      validation: BranchValidation(
        clips: validation,
        faces: try ParallelMap.map(validation, threads: threads) { clip in
          clip.content.crops.isEmpty
            ? nil
            : ComputeThreads.with(1) {
              standardizer.transform(faces.features(of: clip.content.crops, item: 0, variant: 0))
            }
        },
        sounds: validation.map { clip in
          clip.content.functionals.map {
            sound.projection.project(Tensor(shape: [1, $0.count], $0)).values
          }
        }, discriminants: sound.projection.count))
  }

  /// The projection fitted to the sounds of `clips`, whose classes are emotion and corpus together.
  private func soundProjection(
    _ clips: [LabelledClip]
  ) throws -> (projection: SoundProjection, rows: Tensor, classes: [Int]) {
    let corpora = Set(clips.map(\.corpus)).sorted()
    var values: [Float] = []
    var classes: [Int] = []
    for clip in clips {
      guard let functionals = clip.content.functionals else { continue }
      values += functionals
      let corpus = corpora.firstIndex(of: clip.corpus) ?? 0
      classes.append(clip.label.index * corpora.count + corpus)
    }
    guard !classes.isEmpty else { throw TrainingError(reason: "no training clip has sound") }
    let rows = Tensor(shape: [classes.count, values.count / classes.count], values)
    return (
      try SoundProjection(fitting: rows, classes: classes, options: configuration.discriminants),
      rows, classes
    )
  }

  /// A fold for each clip: speakers, shuffled, are dealt out within each corpus.
  private func speakerFolds(_ clips: [LabelledClip]) -> [Int] {
    var generator = SeededGenerator(seed: seed)
    var fold: [String: Int] = [:]
    for corpus in Set(clips.map(\.corpus)).sorted() {
      let speakers = Set(clips.filter { $0.corpus == corpus }.map(\.speaker)).sorted()
      for (position, index) in generator.shuffledIndices(speakers.count).enumerated() {
        fold[speakers[index]] = position % configuration.crossFittingFolds
      }
    }
    return clips.map { fold[$0.speaker] ?? 0 }
  }

  /// Varied features of still faces, the same number of each emotion where there are enough.
  private func stillMaterial(
    _ set: FaceSet, faces: VariedFaces, standardizer: Standardizer
  ) throws -> [PictureMaterial] {
    var generator = SeededGenerator(seed: SeededGenerator.mixing(seed, 1))
    var rows: [Emotion: [Int]] = [:]
    for index in generator.shuffledIndices(set.count) {
      guard let label = set.pluralityLabel(index) else { continue }
      rows[label, default: []].append(index)
    }
    let chosen = Emotion.allCases.flatMap { label in
      (rows[label] ?? []).prefix(configuration.stillsPerEmotion).map { (label, $0) }
    }
    let crops = chosen.map { FaceCrop(grey: set.image($0.1)) }
    let items = zip(chosen, crops).map { ($0.0, $0.1, $1) }
    return try ParallelMap.map(items, threads: threads) { label, row, crop in
      ComputeThreads.with(1) {
        let variations = (0...configuration.variants).map {
          faces.features(of: [crop], item: row, variant: $0)
        }
        return PictureMaterial(
          variations: [standardizer.transform(.concatenated(variations, axis: .first))],
          label: label, isStill: true)
      }
    }
  }
}
