// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

package import Media
import Signal

/// The tracks of a clip, and which of them were taken.
package struct ClipTracks: Sendable, Equatable {
  /// The tracks of one kind.
  package struct Kind: Sendable, Equatable {
    /// All of them, in the file's order.
    package var tracks: [MediaTrack] = []
    /// The number of the one that was taken, from 1; nil without any.
    package var used: Int?
    /// Whether somebody asked for it.
    package var isAskedFor = false
    /// Numbers of tracks in which nothing was heard, so that another one was taken.
    package var silent: [Int] = []

    /// Whether there was something to choose.
    package var hadChoice: Bool { tracks.count > 1 }
  }

  package var picture = Kind()
  package var sound = Kind()

  /// No tracks.
  package init() {}

  /// The tracks of a file, taken as the selection asks.
  init(_ info: MediaInfo, selection: TrackSelection) {
    picture = Kind(
      tracks: info.videoTracks, used: info.videoTrack, isAskedFor: selection.video != nil)
    sound = Kind(
      tracks: info.audioTracks, used: info.audioTrack, isAskedFor: selection.audio != nil)
  }

  /// Takes note of the track in which the sound was found.
  mutating func heard(_ report: AudioReport) {
    sound.used = report.track ?? sound.used
    sound.silent = report.silentTracks
  }

  /// What was chosen among several tracks where nobody asked, one line a kind.
  package var warnings: [String] {
    [
      Self.warning(picture, "picture", verb: "saw", option: "--video-track"),
      Self.warning(sound, "sound", verb: "heard", option: "--audio-track"),
    ].compactMap { $0 }
  }

  private static func warning(
    _ kind: Kind, _ noun: String, verb: String, option: String
  ) -> String? {
    guard kind.hadChoice, !kind.isAskedFor || !kind.silent.isEmpty, let used = kind.used,
      let track = kind.tracks.first(where: { $0.number == used })
    else { return nil }
    let others = kind.tracks.filter { $0.number != used }.map { other in
      kind.silent.contains(other.number)
        ? "\(other.summary), in which nothing is heard" : other.summary
    }
    return "\(kind.tracks.count) \(noun) tracks: \(verb) track \(track.summary), not "
      + others.joined(separator: ", ") + "; \(option) chooses"
  }
}
