// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

/// Which face a clip is about, where there are several: the only place where that is decided.
package enum MainFaceRule: String, Sendable, Codable, CaseIterable {
  /// The track with the greatest number of frames times square root of mean area.
  ///
  /// Somebody who is seen twice as long counts like somebody who is twice as tall. A face that does not
  /// move by a pixel in a second or more, such as that of a poster, does not count beside one that does.
  case longestAndLargest

  /// Frames from which on a face that does not move is taken for a picture of one.
  private static let stillFrames = 25
  /// Frames from which on a moving face is more than a flicker.
  private static let lastingFrames = 12
  /// What counts as moving, in pixels.
  private static let leastMovement: Float = 1
  /// From which share of the main face's weight on another one is about as long or as large.
  private static let rivalShare = 0.5

  /// The number of the main face's track; nil without tracks.
  ///
  /// Of equal ones it is the lower number, in whichever order the tracks come.
  package func choose(_ tracks: [TrackSummary]) -> Int? {
    let living = tracks.filter { !Self.isStill($0) }
    let isAnyMoving = living.contains {
      $0.frameCount >= Self.lastingFrames && $0.span.length >= Self.leastMovement
    }
    return (isAnyMoving ? living : tracks)
      .min { (-weight(of: $0), $0.id) < (-weight(of: $1), $1.id) }?.id
  }

  /// The tracks that are about as long or as large as the main one, the weightiest first.
  package func rivals(in tracks: [TrackSummary]) -> [TrackSummary] {
    guard let id = choose(tracks), let main = tracks.first(where: { $0.id == id }) else {
      return []
    }
    return tracks.filter { $0.id != id && weight(of: $0) >= Self.rivalShare * weight(of: main) }
      .sorted { (-weight(of: $0), $0.id) < (-weight(of: $1), $1.id) }
  }

  /// All tracks, the weightiest first.
  package func ranked(_ tracks: [TrackSummary]) -> [TrackSummary] {
    tracks.sorted { (-weight(of: $0), $0.id) < (-weight(of: $1), $1.id) }
  }

  /// Whether a face stays where it is to a pixel: shorter ones cannot be told.
  private static func isStill(_ track: TrackSummary) -> Bool {
    track.frameCount >= stillFrames && track.span.length < leastMovement
  }

  private func weight(of track: TrackSummary) -> Double {
    switch self {
    case .longestAndLargest: Double(track.frameCount) * track.meanArea.squareRoot()
    }
  }
}
