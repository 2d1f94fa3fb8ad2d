// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

internal import Faces
internal import NeuralNetwork

/// Backbone features of every track's faces, computed in batches as the faces come.
struct TrackFeatures: Sendable {
  private let model: EmoNetModel
  private var waiting: [TrackedFace] = []
  private var values: [Int: [Float]] = [:]
  private var summaries: [Int: TrackSummary] = [:]

  /// Faces that go through the backbone at once; bounds the memory, not the answer.
  private static let facesAtOnce = 32

  /// Nothing yet.
  init(model: EmoNetModel) { self.model = model }

  /// Takes faces in the order of frames.
  mutating func add(_ faces: [TrackedFace]) {
    for face in faces {
      summaries[face.track] = summaries[face.track]?.adding(face) ?? TrackSummary(face)
      waiting.append(face)
      if waiting.count == Self.facesAtOnce { compute() }
    }
  }

  /// Takes what was found in the frames behind these.
  mutating func add(_ later: TrackFeatures) {
    var later = later
    later.compute()
    compute()
    for (track, features) in later.values { values[track, default: []] += features }
    for (track, summary) in later.summaries {
      summaries[track] = summaries[track]?.adding(summary) ?? summary
    }
  }

  /// The track of the main face, as `FacePipeline` defines it; nil without faces.
  var mainTrack: Int? { FacePipeline.mainTrack(Array(summaries.values)) }

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
