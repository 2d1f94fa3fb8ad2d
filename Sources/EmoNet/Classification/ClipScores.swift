// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

package import Faces
import NeuralNetwork

/// Scores of one clip, for each face that was followed and each window.
package struct ClipScores: Sendable {
  /// A face in a window, or the sound alone where there is none.
  package struct Person: Sendable {
    /// The face; nil for what was judged without one.
    package let track: TrackSummary?
    package let scores: BranchScores
  }

  /// The windows of the clip.
  package let windows: ClipWindows
  /// The branches of the model, in order.
  package let branches: [Branch]
  /// Those who were judged in each window, by the number of their face; none where there was nothing to go by.
  package let people: [[Person]]

  /// Judges what branches measured in the windows of a clip.
  package init(
    _ measured: PerBranch<[BranchWindow]>, in windows: ClipWindows, by model: EmoNetModel
  ) {
    self.windows = windows
    branches = model.branches.map(\.branch)
    people = (0..<windows.count).map { index in
      let parts = measured.map { $0.isEmpty ? BranchWindow() : $0[index] }
      let tracks = Dictionary(
        parts.values.flatMap { $0.tracks.map { ($0.summary.id, $0.summary) } },
        uniquingKeysWith: { first, _ in first }
      ).values.sorted { $0.id < $1.id }
      let followed: [TrackSummary?] = tracks.isEmpty ? [nil] : tracks
      return followed.compactMap { track in
        let vectors = PerBranch(parts.branches) { parts[$0]?.vectors(ofTrack: track?.id) }
        guard !vectors.isEmpty else { return nil }
        var scores = model.scores(vectors)
        scores.familiarity = PerBranch(parts.branches) { parts[$0]?.familiarity }
        return Person(track: track, scores: scores)
      }
    }
  }

  /// The person who counts in each window, as the rule chooses among the faces there.
  package func main(_ rule: MainFaceRule) -> [Person?] {
    people.map { people in
      let main = rule.choose(people.compactMap(\.track))
      return people.first { $0.track?.id == main }
    }
  }

  /// Fused scores of one face in each window, `[windows][7]`; nil where it was not seen.
  package func scores(ofTrack track: Int) -> [EmotionScores?] {
    people.map { people in people.first { $0.track?.id == track }?.scores.fused }
  }
}
