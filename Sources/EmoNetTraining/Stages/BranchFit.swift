// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

import AudioFeatures
import EmoNet
import NeuralNetwork

/// What is fitted to training clips before the networks learn: the scale of the faces' features and the
/// discriminants of the sound.
struct BranchFit {
  let faceStandardizer: Standardizer
  let audio: AudioProjection
  /// Discriminants of the clips with sound as those of unseen speakers, `[clips, count]` for each form.
  let crossFitted: [Tensor]

  /// Fits to clips.
  init(_ clips: [ExtractedClip], configuration: BranchesConfiguration, seed: UInt64) throws {
    let heard = Self.heard(clips)
    let sample = try Self.sample(heard)
    let options = AudioProjectionOptions(
      discriminants: configuration.discriminants, recodingWeight: configuration.recodingWeight)
    audio = try AudioProjection(fitting: sample, options: options)
    crossFitted = try audio.crossFitted(
      sample, folds: SpeakerFolds(heard, count: configuration.crossFittingFolds, seed: seed).folds,
      options: options)
    let seen = clips.filter { !$0.faces.isEmpty }
    guard !seen.isEmpty else { throw TrainingError(reason: "no training clip has a face") }
    faceStandardizer = Standardizer(
      fitting: .concatenated(seen.map { $0.faces[0] }, axis: .first))
  }

  /// The clips with sound, in their order.
  static func heard(_ clips: [ExtractedClip]) -> [LabelledClip] {
    clips.filter { $0.clip.content.functionals != nil }.map(\.clip)
  }

  /// Functionals and a class for each clip: emotion and corpus together.
  ///
  /// Discriminants are at most one fewer than classes, so subclasses are how to keep more of them.
  private static func sample(_ clips: [LabelledClip]) throws -> ClassifiedFunctionals {
    guard let forms = clips.first?.recoded.count else {
      throw TrainingError(reason: "no training clip has sound")
    }
    let corpora = Set(clips.map(\.corpus)).sorted()
    func rows(_ functionals: (LabelledClip) -> [Float]?) -> Tensor {
      let values = clips.flatMap { functionals($0) ?? [] }
      return Tensor(shape: [clips.count, values.count / clips.count], values)
    }
    return ClassifiedFunctionals(
      rows: rows(\.content.functionals),
      recoded: (0..<forms).map { form in
        rows { $0.recoded[form].functionals ?? $0.content.functionals }
      },
      classes: clips.map { clip in
        clip.label.index * corpora.count + (corpora.firstIndex(of: clip.corpus) ?? 0)
      })
  }
}

extension BranchFit {
  private static let crossFittedName = "cross_fitted."

  /// The fit as tensors.
  var tensors: [String: Tensor] {
    var tensors = faceStandardizer.tensors(name: VideoBranch.standardizerName)
      .merging(audio.tensors) { _, new in new }
    for (form, rows) in crossFitted.enumerated() {
      tensors["\(Self.crossFittedName)\(form)"] = rows
    }
    return tensors
  }

  /// Takes a fit from a file; throws `FileError` where a tensor is missing or has another shape.
  init(_ file: WeightFile) throws {
    faceStandardizer = try Standardizer(
      from: file, name: VideoBranch.standardizerName, inputs: FaceBackboneLayers.featureCount)
    audio = try AudioProjection(
      file, inputs: FunctionalsExtractor(featureSet: AudioBranch.featureSet).names.count)
    var forms: [Tensor] = []
    while let rows = file.tensors["\(Self.crossFittedName)\(forms.count)"] { forms.append(rows) }
    crossFitted = forms
  }
}

/// What the networks draw from and are measured on.
struct BranchPreparation {
  let fit: BranchFit
  let material: TrainingMaterial
  let validation: BranchValidation

  /// Projects everything by what was fitted to `training` alone.
  init(
    _ fit: BranchFit, training: [ExtractedClip], validation: [ExtractedClip],
    stills: [ExtractedStill], configuration: BranchesConfiguration
  ) throws {
    self.fit = fit
    let sounds = BranchFit.heard(training).enumerated().map { row, clip in
      AudioMaterial(
        variations: fit.crossFitted.map { $0.rows(row..<row + 1).values }, label: clip.label,
        corpus: clip.corpus)
    }
    let standardizer = fit.faceStandardizer
    let pictures =
      training.filter { !$0.faces.isEmpty }.map { clip in
        VideoMaterial(
          variations: clip.faces.map(standardizer.transform), label: clip.clip.label,
          isStill: false)
      }
      + stills.map { still in
        VideoMaterial(
          variations: [standardizer.transform(still.faces)], label: still.label, isStill: true)
      }
    material = try TrainingMaterial(
      configuration: configuration, pictures: pictures, sounds: sounds,
      discriminants: fit.audio.count)
    self.validation = BranchValidation(
      clips: validation.map { clip in
        BranchValidation.Clip(
          clip.clip, faces: clip.faces.prefix(1 + clip.clip.recoded.count),
          faceStandardizer: standardizer, sound: fit.audio)
      }, discriminants: fit.audio.count)
  }
}
