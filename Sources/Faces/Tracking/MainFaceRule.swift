// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

/// Which face a clip is about, where there are several: the only place where that is decided.
package enum MainFaceRule: String, Sendable, Codable, CaseIterable {
  /// The track with the greatest number of frames times square root of mean area.
  ///
  /// Somebody who is seen twice as long counts like somebody who is twice as tall.
  case longestAndLargest

  /// The number of the main face's track; nil without tracks.
  ///
  /// Of equal ones it is the lower number, in whichever order the tracks come.
  package func choose(_ tracks: [TrackSummary]) -> Int? {
    tracks.min { (-weight(of: $0), $0.id) < (-weight(of: $1), $1.id) }?.id
  }

  private func weight(of track: TrackSummary) -> Double {
    switch self {
    case .longestAndLargest: Double(track.frameCount) * track.meanArea.squareRoot()
    }
  }
}
