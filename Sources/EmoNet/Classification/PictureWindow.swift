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
  init(_ faces: TrackFeatures, _ model: EmoNetModel) {
    var faces = faces
    self.init(faces.mainTrack.flatMap { faces.features(of: $0) }, model)
  }

  /// The main face by its features `[frames, 64]`; nil without one.
  init(_ features: Tensor?, _ model: EmoNetModel) {
    vectors = features.map(model.videoVectors)
    frameCount = features?.shape[0] ?? 0
  }
}
