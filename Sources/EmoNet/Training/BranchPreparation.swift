// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

internal import NeuralNetwork

/// What stage 2 draws from and is measured on, fitted to training clips alone.
struct BranchPreparation {
  let faceStandardizer: Standardizer
  let sound: SoundProjection
  let material: TrainingMaterial
  let validation: BranchValidation

  /// Fits the standardiser and the discriminants to `training` and projects everything.
  init(
    training: [ExtractedClip], validation: [ExtractedClip], stills: [ExtractedStill],
    configuration: BranchesConfiguration, seed: UInt64
  ) throws {
    let heard = training.filter { $0.clip.content.functionals != nil }.map(\.clip)
    let (rows, classes) = try Self.soundRows(heard)
    let sound = try SoundProjection(
      fitting: rows, classes: classes, options: configuration.discriminants)
    let crossFitted = try sound.crossFitted(
      rows, classes: classes,
      folds: SpeakerFolds(heard, count: configuration.crossFittingFolds, seed: seed).folds,
      options: configuration.discriminants)
    let sounds = heard.enumerated().map { row, clip in
      SoundMaterial(
        discriminants: crossFitted.rows(row..<row + 1).values, label: clip.label,
        corpus: clip.corpus)
    }

    let seen = training.filter { !$0.faces.isEmpty }
    guard !seen.isEmpty else { throw TrainingError(reason: "no training clip has a face") }
    let standardizer = Standardizer(
      fitting: .concatenated(seen.map { $0.faces[0] }, axis: .first))
    let pictures =
      seen.map { clip in
        PictureMaterial(
          variations: clip.faces.map(standardizer.transform), label: clip.clip.label,
          isStill: false)
      }
      + stills.map { still in
        PictureMaterial(
          variations: [standardizer.transform(still.faces)], label: still.label, isStill: true)
      }

    faceStandardizer = standardizer
    self.sound = sound
    material = try TrainingMaterial(
      configuration: configuration, pictures: pictures, sounds: sounds,
      discriminants: sound.count)
    self.validation = BranchValidation(
      clips: validation.map(\.clip),
      faces: validation.map { $0.faces.first.map(standardizer.transform) },
      sounds: validation.map { clip in
        clip.clip.content.functionals.map {
          sound.project(Tensor(shape: [1, $0.count], $0)).values
        }
      }, discriminants: sound.count)
  }

  /// Functionals `[clips, 1582]` and a class for each: emotion and corpus together.
  ///
  /// Discriminants are at most one fewer than classes, so subclasses are how to keep more of them.
  private static func soundRows(_ clips: [LabelledClip]) throws -> (Tensor, [Int]) {
    guard !clips.isEmpty else { throw TrainingError(reason: "no training clip has sound") }
    let corpora = Set(clips.map(\.corpus)).sorted()
    let values = clips.flatMap { $0.content.functionals ?? [] }
    return (
      Tensor(shape: [clips.count, values.count / clips.count], values),
      clips.map { clip in
        clip.label.index * corpora.count + (corpora.firstIndex(of: clip.corpus) ?? 0)
      }
    )
  }
}
