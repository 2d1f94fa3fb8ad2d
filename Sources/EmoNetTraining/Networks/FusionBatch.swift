// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

import EmoNet
import NeuralNetwork

/// What the fusion network takes of one clip; either part may be missing.
struct FusionRow {
  /// Faces in the order of time.
  struct Picture {
    /// Standardised features, `[frames, 64]`.
    var faces: Tensor
    /// The backbone's own scores of them, pooled, `[7]`.
    var scores: [Float]
  }

  var picture: Picture?
  var sound: AudioReading.Sound?
}

/// Clips side by side, as the fusion network takes them.
struct FusionBatch {
  /// Standardised face features, `[clips, time, 64]`, zeros after each clip's end.
  let faces: Tensor
  /// Frames of each clip; 0 for a clip without picture.
  let lengths: [Int]
  /// The backbone's own scores of the faces, pooled, `[clips, 7]`; zeros for a clip without picture.
  let faceScores: Tensor
  /// Discriminants of the sound, `[clips, discriminants]`; zeros for a clip without sound.
  let discriminants: Tensor
  /// What the discriminants of each sound alone say, `[clips, 7]`; zeros for a clip without sound.
  let soundScores: Tensor
  /// How familiar each sound is, in [0, 1]; 0 for a clip without sound.
  let familiarity: [Float]

  /// Clips side by side, whose sounds have so many discriminants.
  init(rows: [FusionRow], discriminants count: Int) {
    let width = FaceBackboneLayers.featureCount
    lengths = rows.map { $0.picture?.faces.shape[0] ?? 0 }
    let longest = max(lengths.max() ?? 0, 1)
    var faces = Tensor(shape: [rows.count, longest, width])
    faces.withUnsafeMutableBuffer { target in
      for (row, clip) in rows.enumerated() {
        clip.picture?.faces.withUnsafeBuffer { source in
          for index in source.indices { target[row * longest * width + index] = source[index] }
        }
      }
    }
    self.faces = faces
    faceScores = Tensor(
      shape: [rows.count, Emotion.count],
      rows.flatMap { $0.picture?.scores ?? [Float](repeating: 0, count: Emotion.count) })
    soundScores = Tensor(
      shape: [rows.count, Emotion.count],
      rows.flatMap { $0.sound?.scores ?? [Float](repeating: 0, count: Emotion.count) })
    familiarity = rows.map { $0.sound?.familiarity ?? 0 }
    discriminants = Tensor(
      shape: [rows.count, count],
      rows.flatMap { $0.sound?.discriminants ?? [Float](repeating: 0, count: count) })
  }
}
