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
    let sample = try Self.soundSample(heard)
    let options = SoundProjectionOptions(
      discriminants: configuration.discriminants, recodingWeight: configuration.recodingWeight)
    let sound = try SoundProjection(fitting: sample, options: options)
    let crossFitted = try sound.crossFitted(
      sample, folds: SpeakerFolds(heard, count: configuration.crossFittingFolds, seed: seed).folds,
      options: options)
    let sounds = heard.enumerated().map { row, clip in
      SoundMaterial(
        variations: crossFitted.map { $0.rows(row..<row + 1).values }, label: clip.label,
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
      clips: validation.map { clip in
        BranchValidation.Clip(
          clip.clip, faces: clip.faces.prefix(1 + clip.clip.recoded.count),
          faceStandardizer: standardizer, sound: sound)
      }, discriminants: sound.count)
  }

  /// Functionals and a class for each clip: emotion and corpus together.
  ///
  /// Discriminants are at most one fewer than classes, so subclasses are how to keep more of them.
  private static func soundSample(_ clips: [LabelledClip]) throws -> SoundSample {
    guard let forms = clips.first?.recoded.count else {
      throw TrainingError(reason: "no training clip has sound")
    }
    let corpora = Set(clips.map(\.corpus)).sorted()
    func rows(_ functionals: (LabelledClip) -> [Float]?) -> Tensor {
      let values = clips.flatMap { functionals($0) ?? [] }
      return Tensor(shape: [clips.count, values.count / clips.count], values)
    }
    return SoundSample(
      rows: rows(\.content.functionals),
      recoded: (0..<forms).map { form in
        rows { $0.recoded[form].functionals ?? $0.content.functionals }
      },
      classes: clips.map { clip in
        clip.label.index * corpora.count + (corpora.firstIndex(of: clip.corpus) ?? 0)
      })
  }
}
