// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

internal import Faces
internal import NeuralNetwork

/// Backbone features of every track's faces, in the order of frames.
struct TrackFeatures: Sendable {
  private var values: [Int: [Float]] = [:]
  private var summaries: [Int: TrackSummary] = [:]

  /// Takes the next face with its features, `[64]`.
  mutating func add(_ face: TrackedFace, features: some Collection<Float>) {
    summaries[face.track] = summaries[face.track]?.adding(face) ?? TrackSummary(face)
    values[face.track, default: []] += features
  }

  /// Takes the next faces and computes their features by `model`.
  mutating func add(_ faces: [TrackedFace], by model: EmoNetModel) {
    guard !faces.isEmpty else { return }
    let features = model.features(of: faces.map(\.crop)).values
    let width = FaceBackbone.featureCount
    for (index, face) in faces.enumerated() {
      add(face, features: features[index * width..<(index + 1) * width])
    }
  }

  /// Takes what was found in the frames behind these.
  mutating func add(_ later: TrackFeatures) {
    for (track, features) in later.values { values[track, default: []] += features }
    for (track, summary) in later.summaries {
      summaries[track] = summaries[track]?.adding(summary) ?? summary
    }
  }

  /// The track of the main face, as `FacePipeline` defines it; nil without faces.
  var mainTrack: Int? { FacePipeline.mainTrack(Array(summaries.values)) }

  /// Features `[frames, 64]` of one track in the order of frames; nil when it has none.
  func features(of track: Int) -> Tensor? {
    values[track].map { values in
      Tensor(shape: [values.count / FaceBackbone.featureCount, FaceBackbone.featureCount], values)
    }
  }
}
