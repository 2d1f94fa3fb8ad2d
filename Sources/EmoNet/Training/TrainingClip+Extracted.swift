// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

internal import Foundation
internal import NeuralNetwork

extension TrainingClip {
  /// The faces' features that were extracted before, `[frames, 64]`; nil without any.
  var extractedFaces: Tensor? {
    faceFeatures.map { values in
      Tensor(shape: [values.count / FaceBackbone.featureCount, FaceBackbone.featureCount], values)
    }
  }

  /// The clip with what was extracted from it before, which replaces what was read.
  func replacing(with extracted: KnownFeatures) -> TrainingClip {
    var clip = self
    if let functionals = extracted.functionals { clip.functionals = functionals }
    if let frames = extracted.frames {
      clip.crops = []
      clip.faceFeatures = frames.faces?.values
    }
    return clip
  }
}
