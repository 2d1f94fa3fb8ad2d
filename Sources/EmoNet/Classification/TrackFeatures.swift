// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

internal import Faces
internal import NeuralNetwork

/// Backbone features of every track's faces, computed in batches as the faces come.
struct TrackFeatures {
  let model: EmoNetModel
  let facesAtOnce: Int
  private var waiting: [TrackedFace] = []
  private var values: [Int: [Float]] = [:]

  /// Nothing yet.
  init(model: EmoNetModel, facesAtOnce: Int) {
    self.model = model
    self.facesAtOnce = facesAtOnce
  }

  /// Takes faces in the order of frames.
  mutating func add(_ faces: [TrackedFace]) {
    for face in faces {
      waiting.append(face)
      if waiting.count == facesAtOnce { compute() }
    }
  }

  /// Features `[frames, 64]` of one track in the order of frames; nil when it has none.
  mutating func features(of track: Int) -> Tensor? {
    compute()
    return values[track].map { values in
      Tensor(shape: [values.count / FaceBackbone.featureCount, FaceBackbone.featureCount], values)
    }
  }

  private mutating func compute() {
    guard !waiting.isEmpty else { return }
    let features = model.features(of: waiting.map(\.crop)).values
    let width = FaceBackbone.featureCount
    for (index, face) in waiting.enumerated() {
      values[face.track, default: []] += features[index * width..<(index + 1) * width]
    }
    waiting.removeAll(keepingCapacity: true)
  }
}
