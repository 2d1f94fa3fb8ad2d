// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

package import AudioFeatures
package import Faces
package import NeuralNetwork

/// A branch of a model: how it measures a clip, and the part of the network that takes what it measured.
///
/// A further branch is one file with a type like this one and an entry in a `BranchRegistry`.
package protocol ClipBranch: Sendable {
  /// Its names.
  var branch: Branch { get }
  /// Values of the vector that each member of the model has of it.
  var width: Int { get }
  /// Each member's vector, `[1, width]`, of what was measured, in the branch's own shape.
  func vectors(of measured: Tensor, work: ClipWork) -> [Tensor]
  /// What a window comes to of which this was measured as a whole.
  func window(of measured: Tensor, work: ClipWork) -> BranchWindow
  /// Begins to measure a clip in the windows of a grid, for the faces that are asked for.
  func measurement(of faces: FaceChoice, in grid: WindowGrid, work: ClipWork)
    -> any BranchMeasurement
}

extension ClipBranch {
  package func window(of measured: Tensor, work: ClipWork) -> BranchWindow {
    BranchWindow(whole: vectors(of: measured, work: work))
  }
}

/// Whose faces are judged.
package enum FaceChoice: Sendable, Equatable {
  /// In each window the one that the rule chooses.
  case main(MainFaceRule)
  /// Every track.
  case all
}

/// The measuring of one clip by one branch: fed by a pass over the clip, asked afterwards.
package protocol BranchMeasurement: AnyObject {
  /// What hears of the picture; nil for a branch that does not look.
  var video: (any VideoConsumer)? { get }
  /// What hears of the sound; nil for a branch that does not listen.
  var audio: (any AudioConsumer)? { get }
  /// What was measured in each window, after the pass.
  func windows(_ windows: ClipWindows) -> [BranchWindow]
  /// What was unusual and did not prevent measuring, one line each, after `windows`.
  var remarks: [String] { get }
}

/// What one branch measured in one window: each member's vector of each face, or of the window as a whole.
package struct BranchWindow: Sendable {
  /// A face that was followed through the window.
  package struct Track: Sendable {
    package let summary: TrackSummary
    /// Each member's vector, `[1, width]`.
    package let vectors: [Tensor]
  }

  /// The faces that were asked for, by number.
  package var tracks: [Track] = []
  /// Each member's vector, `[1, width]`, of what concerns everybody; nil where there was nothing to measure.
  package var whole: [Tensor]?
  /// How much what was measured is like what the model knows, in [0, 1]; nil where nothing is said of it.
  package var familiarity: Float?

  /// A window, in which nothing was measured unless said otherwise.
  package init(tracks: [Track] = [], whole: [Tensor]? = nil, familiarity: Float? = nil) {
    self.tracks = tracks
    self.whole = whole
    self.familiarity = familiarity
  }

  /// Whether nothing was measured.
  var isEmpty: Bool { tracks.isEmpty && whole == nil }

  /// The vectors for a face, or for a window without one; nil where there was nothing to measure.
  func vectors(ofTrack track: Int?) -> [Tensor]? {
    track.flatMap { id in tracks.first { $0.summary.id == id } }?.vectors ?? whole
  }
}

/// The branches that a model file may name, and how each is read from it.
package struct BranchRegistry: Sendable {
  /// What a branch's part of the network is read from.
  package struct Source: Sendable {
    package let file: WeightFile
    package let card: ModelCard
    /// Networks of the model, each with a part of its own.
    package let members: Int
    /// How the sound is prepared in place of how the card says; nil for that.
    package var sound: SoundPreparation?

    /// What the names of a member's tensors begin with.
    package static func prefix(ofMember member: Int) -> String { "member\(member)." }
  }

  /// A branch and how it is read; throws `FileError` for a file that does not fit.
  package struct Entry: Sendable {
    package let branch: Branch
    package let read: @Sendable (Source) throws -> any ClipBranch

    /// An entry from its parts.
    package init(_ branch: Branch, read: @escaping @Sendable (Source) throws -> any ClipBranch) {
      self.branch = branch
      self.read = read
    }
  }

  package var entries: [Entry]

  /// A registry of some branches.
  package init(_ entries: [Entry]) { self.entries = entries }

  /// The branches of this program.
  package static let standard = BranchRegistry([
    Entry(.video) { try VideoBranch($0) },
    Entry(.audio) { try AudioBranch($0) },
  ])
}
