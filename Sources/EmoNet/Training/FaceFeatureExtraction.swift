// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

internal import Faces
internal import NeuralNetwork

/// A clip with the backbone's features of its faces.
struct ExtractedClip {
  let clip: LabelledClip
  /// Features of the main face, each `[frames, 64]`: unvaried first, then the variations; empty
  /// without a face.
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

  /// Features of clips, unvaried and in `variants` variations.
  func clips(_ clips: [LabelledClip], variants: Int) throws -> [ExtractedClip] {
    let varied = varied
    let features = try ParallelMap.map(
      clips.enumerated().map { ($0, $1.content.crops) }, threads: threads
    ) { item, crops in
      crops.isEmpty
        ? []
        : ComputeThreads.with(1) {
          (0...variants).map { varied.features(of: crops, item: item, variant: $0) }
        }
    }
    return zip(clips, features).map { clip, features in
      ExtractedClip(clip: clip, faces: clip.content.extractedFaces.map { [$0] } ?? features)
    }
  }

  /// Features of `perEmotion` still faces of each emotion, or of as many as there are.
  func stills(_ set: FaceSet, perEmotion: Int, variants: Int) throws -> [ExtractedStill] {
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
    return try ParallelMap.map(chosen, threads: threads) { label, row, crop in
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
