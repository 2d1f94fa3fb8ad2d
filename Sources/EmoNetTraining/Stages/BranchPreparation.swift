// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

import EmoNet
import NeuralNetwork

/// What the networks draw from and are measured on.
struct BranchPreparation {
  let fit: BranchFit
  let material: TrainingMaterial
  let validation: BranchValidation

  /// Projects everything by what was fitted to `training` alone; `backbone` scores single faces.
  init(
    _ fit: BranchFit, training: [ExtractedClip], validation: [ExtractedClip],
    stills: [ExtractedStill], backbone: FusedFaceBackbone, configuration: BranchesConfiguration
  ) throws {
    self.fit = fit
    let sounds = BranchFit.heard(training).enumerated().map { row, clip in
      AudioMaterial(
        variations: fit.crossFitted.map { $0[row] }, label: clip.label, corpus: clip.corpus)
    }
    func rows(_ features: Tensor) -> FaceRows {
      FaceRows(
        features: fit.faceStandardizer.transform(features),
        logits: backbone.emotionLogits(features))
    }
    let pictures =
      training.filter { !$0.faces.isEmpty }.map { clip in
        VideoMaterial(
          variations: clip.faces.map(rows), label: clip.clip.label, isStill: false)
      }
      + stills.map { still in
        VideoMaterial(variations: [rows(still.faces)], label: still.label, isStill: true)
      }
    material = try TrainingMaterial(
      configuration: configuration, pictures: pictures, sounds: sounds,
      discriminants: fit.audio.projection.count)
    let pooling = configuration.faceScoreSharpness.map(FaceScorePooling.init)
    self.validation = BranchValidation(
      clips: validation.map { clip in
        let seen = clip.faces.prefix(1 + clip.clip.recoded.count).map(rows)
        return BranchValidation.Clip(
          clip: clip.clip,
          forms: ([clip.clip.content] + clip.clip.recoded).enumerated().map { index, content in
            FusionRow(
              picture: seen.isEmpty
                ? nil
                : FusionRow.Picture(
                  faces: seen[index].features,
                  scores: pooling.map { $0(seen[index].logits) }
                    ?? [Float](repeating: 0, count: Emotion.count)),
              sound: content.functionals.map { fit.audio($0) })
          })
      }, discriminants: fit.audio.projection.count)
  }
}
