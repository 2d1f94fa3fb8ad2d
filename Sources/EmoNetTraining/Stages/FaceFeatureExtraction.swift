// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

import EmoNet
import Faces
import NeuralNetwork

/// A clip with the backbone's features of its faces.
struct ExtractedClip {
  let clip: LabelledClip
  /// Features of the main face, each `[frames, 64]`: unvaried of the clip and of its other forms,
  /// then the variations; empty without a face.
  let faces: [Tensor]
}

/// A still face with the backbone's features of it.
struct ExtractedStill {
  let label: Emotion
  /// Features `[variations + 1, 64]`: unvaried first.
  let faces: Tensor
}

/// Computes the backbone's features of clips and stills once, before stage 2 draws from them.
struct FaceFeatureExtraction {
  let backbone: FusedFaceBackbone
  let augmentation: FaceAugmentation
  let seed: UInt64
  let threads: Int

  private var varied: VariedFaces {
    VariedFaces(backbone: backbone, augmentation: augmentation, seed: seed)
  }

  /// Features of clips in all their forms, unvaried and in `variants` variations.
  func clips(_ clips: [LabelledClip], variants: Int) -> [ExtractedClip] {
    let varied = varied
    let features = ParallelMap.map(
      clips.enumerated().map { ($0, Self.forms($1)) }, threads: threads
    ) { item, forms in
      ComputeThreads.with(1) {
        guard let own = forms.first?.map({ varied.features(of: $0, item: item, variant: 0) })
        else { return [Tensor]() }
        // A form without a face of its own, such as another version of the sound, has the clip's.
        let seen = forms.compactMap { $0 }
        return [own]
          + forms.dropFirst().map { crops in
            crops.map { varied.features(of: $0, item: item, variant: 0) } ?? own
          }
          + (0..<variants).map { variant in
            varied.features(of: seen[variant % seen.count], item: item, variant: variant + 1)
          }
      }
    }
    return zip(clips, features).map { clip, features in
      ExtractedClip(clip: clip, faces: clip.content.extractedFaces.map { [$0] } ?? features)
    }
  }

  /// The crops of each form, nil where there are none; empty where the clip itself has none.
  private static func forms(_ clip: LabelledClip) -> [[FaceCrop]?] {
    guard !clip.content.crops.isEmpty else { return [] }
    return [clip.content.crops] + clip.recoded.map { $0.crops.isEmpty ? nil : $0.crops }
  }

  /// Features of `perEmotion` still faces of each emotion, or of as many as there are.
  func stills(_ set: FaceSet, perEmotion: Int, variants: Int) -> [ExtractedStill] {
    var generator = SeededGenerator(seed: SeededGenerator.mixing(seed, 1))
    var rows: [Emotion: [Int]] = [:]
    for row in generator.shuffledIndices(set.count) {
      guard let label = set.pluralityLabel(row) else { continue }
      rows[label, default: []].append(row)
    }
    let chosen = Emotion.allCases.flatMap { label in
      (rows[label] ?? []).prefix(perEmotion).map { (label, $0, FaceCrop(grey: set.image($0))) }
    }
    let varied = varied
    return ParallelMap.map(chosen, threads: threads) { label, row, crop in
      ComputeThreads.with(1) {
        ExtractedStill(
          label: label,
          faces: .concatenated(
            (0...variants).map { varied.features(of: [crop], item: row, variant: $0) },
            axis: .first))
      }
    }
  }
}

/// Backbone features of faces, as they are or varied.
struct VariedFaces: Sendable {
  let backbone: FusedFaceBackbone
  let augmentation: FaceAugmentation
  let seed: UInt64

  private static let facesAtOnce = 32

  /// Features `[crops, 64]`; variant 0 is unvaried, any other varies all crops in the same way.
  ///
  /// The variation is a function of the seed, the item and the variant.
  func features(of crops: [FaceCrop], item: Int, variant: Int) -> Tensor {
    let side = FaceCrop.side
    let generator = SeededGenerator(
      seed: SeededGenerator.mixing(
        SeededGenerator.mixing(seed, UInt64(item)), UInt64(variant)))
    let parts = stride(from: 0, to: crops.count, by: Self.facesAtOnce).map { start in
      let batch = crops[start..<min(start + Self.facesAtOnce, crops.count)]
      var values: [Float] = []
      values.reserveCapacity(batch.count * side * side)
      for crop in batch {
        var same = generator
        values += (variant == 0 ? crop : augmentation.apply(to: crop, using: &same)).normalized()
      }
      return backbone.features(Tensor(shape: [batch.count, side, side, 1], values))
    }
    return .concatenated(parts, axis: .first)
  }
}
