// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

internal import NeuralNetwork

/// Clips side by side, as the fusion network takes them.
struct FusionBatch {
  /// Standardised face features, `[clips, time, 64]`, zeros after each clip's end.
  let faces: Tensor
  /// Frames of each clip; 0 for a clip without picture.
  let lengths: [Int]
  /// Discriminants of the sound, `[clips, discriminants]`; zeros for a clip without sound.
  let discriminants: Tensor
  /// Whether each clip has sound.
  let hasSound: [Bool]

  /// Clips from their face features `[frames, 64]` and discriminants `[discriminants]`, either of
  /// which may be missing.
  init(rows: [(faces: Tensor?, sound: [Float]?)], discriminants count: Int) {
    let width = FaceBackbone.featureCount
    lengths = rows.map { $0.faces?.shape[0] ?? 0 }
    let longest = max(lengths.max() ?? 0, 1)
    var faces = Tensor(shape: [rows.count, longest, width])
    faces.withUnsafeMutableBuffer { target in
      for (row, clip) in rows.enumerated() {
        clip.faces?.withUnsafeBuffer { source in
          for index in source.indices { target[row * longest * width + index] = source[index] }
        }
      }
    }
    self.faces = faces
    hasSound = rows.map { $0.sound != nil }
    discriminants = Tensor(
      shape: [rows.count, count],
      rows.flatMap { $0.sound ?? [Float](repeating: 0, count: count) })
  }
}
