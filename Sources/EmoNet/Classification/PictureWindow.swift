// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

internal import Faces
internal import NeuralNetwork

/// The picture of one window as the model takes it: what the main face does over time.
struct PictureWindow: Sendable {
  /// Each member's vector of the picture; nil without a face.
  let vectors: [Tensor]?
  /// Frames with the main face.
  let frameCount: Int

  /// What the main face among `faces` shows.
  init(_ faces: TrackFeatures, _ model: EmoNetModel, _ work: ClipWork = ClipWork()) {
    self.init(faces.mainTrack.flatMap(faces.features), model, work)
  }

  /// The main face by its features `[frames, 64]`; nil without one.
  init(_ features: Tensor?, _ model: EmoNetModel, _ work: ClipWork = ClipWork()) {
    vectors = features.map { features in
      let faces = work.run(.judge) { model.faceStandardizer.transform(features) }
      return work.map(.judge, model.members) { $0.videoVector(faces: faces) }
    }
    frameCount = features?.shape[0] ?? 0
  }
}
