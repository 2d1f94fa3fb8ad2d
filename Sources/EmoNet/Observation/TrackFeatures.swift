// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

import Faces
import NeuralNetwork

/// Backbone features of every track's faces, in the order of frames.
struct TrackFeatures: Sendable {
  private var values: [Int: [Float]] = [:]
  private var summaries: [Int: TrackSummary] = [:]

  /// Takes the next face, which must have its features.
  mutating func add(_ face: ObservedFace) {
    guard let features = face.features else { preconditionFailure("a face without features") }
    let (tracked, track) = (face.tracked, face.tracked.track)
    summaries[track] = summaries[track]?.adding(tracked) ?? TrackSummary(tracked)
    values[track, default: []] += features
  }

  /// Takes what was found in the frames behind these.
  mutating func add(_ later: TrackFeatures) {
    for (track, features) in later.values { values[track, default: []] += features }
    for (track, summary) in later.summaries {
      summaries[track] = summaries[track]?.adding(summary) ?? summary
    }
  }

  /// What is known of each track, in the order of their numbers.
  var tracks: [TrackSummary] { summaries.values.sorted { $0.id < $1.id } }

  /// Features `[frames, 64]` of one track in the order of frames; nil when it has none.
  func features(of track: Int) -> Tensor? {
    values[track].map { values in
      Tensor(
        shape: [values.count / FaceBackboneLayers.featureCount, FaceBackboneLayers.featureCount],
        values)
    }
  }
}
