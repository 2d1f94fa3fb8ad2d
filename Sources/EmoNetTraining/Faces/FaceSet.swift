// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

package import Tables
package import EmoNet
import Faces
package import NeuralNetwork

/// Still faces with what ten people each saw in them: FER2013's images with the FER+ votes.
///
/// Barsoum et al. 2016, "Training deep networks for facial expression recognition with crowd-sourced label
/// distribution".
package struct FaceSet: Sendable {
  /// The columns of votes, in order: the seven emotions, then what is none of them.
  package static let voteNames = Emotion.names + ["contempt", "unknown", "not_a_face"]

  /// The images, `[n, 48, 48]`, grey.
  package let images: NumPyArray
  /// FER2013's own label of each image, `[n]`.
  package let labels: [Emotion]
  /// How many people saw what in each image, `[n, 10]`, row-major, columns as `voteNames`.
  package let votes: [UInt8]

  /// Number of faces.
  package var count: Int { labels.count }

  init(images: NumPyArray, labels: [Emotion], votes: [UInt8]) {
    precondition(
      votes.count == labels.count * Self.voteNames.count && images.shape.first == labels.count,
      "\(labels.count) labels, \(votes.count) votes, images \(images.shape)")
    self.images = images
    self.labels = labels
    self.votes = votes
  }

  /// One face's pixels, `[48, 48]`, row-major, 0 to 255.
  package func image(_ index: Int) -> [UInt8] { images.bytes(row: index) }

  /// One face's votes, `[10]`.
  package func votes(_ index: Int) -> ArraySlice<UInt8> {
    votes[index * Self.voteNames.count..<(index + 1) * Self.voteNames.count]
  }

  /// The emotion that most people saw in a face; nil when most saw none of the seven.
  ///
  /// Of columns with equally many votes the first in the order of `voteNames` wins, so an emotion wins over
  /// contempt, unknown and not-a-face.
  package func pluralityLabel(_ index: Int) -> Emotion? {
    let votes = votes(index)
    guard let most = votes.max(), most > 0, let first = votes.firstIndex(of: most) else {
      return nil
    }
    let column = first - votes.startIndex
    return column < Emotion.count ? Emotion(index: column) : nil
  }

  /// Up to `count` faces from all over the set, normalised, `[faces, 48, 48, 1]`.
  func sample(_ count: Int) -> Tensor {
    let side = FaceCrop.side
    let size = min(count, self.count)
    let rows = (0..<size).map { $0 * self.count / size }
    return Tensor(
      shape: [size, side, side, 1], rows.flatMap { FaceCrop(grey: image($0)).normalized() })
  }

  /// Each face's plurality label, `[n]`; faces without one are left out of an evaluation.
  package var pluralityLabels: [Emotion?] { (0..<count).map(pluralityLabel) }

  /// The votes as distributions over the seven emotions, to train on.
  ///
  /// Votes below `minimumVotes` are dropped as slips, those for contempt, unknown and not-a-face do not
  /// count, and the rest is scaled to sum to one. Faces without a plurality label or without any vote left
  /// are not kept, and their row is zero.
  ///
  /// Returns targets `[n, 7]` and, for each face, whether it is kept.
  package func softTargets(minimumVotes: Int = 2) -> (targets: Tensor, isKept: [Bool]) {
    var isKept = [Bool](repeating: false, count: count)
    var values = [Float](repeating: 0, count: count * Emotion.count)
    for index in 0..<count where pluralityLabel(index) != nil {
      let counted = votes(index).prefix(Emotion.count).map { Int($0) >= minimumVotes ? Int($0) : 0 }
      let total = counted.reduce(0, +)
      guard total > 0 else { continue }
      isKept[index] = true
      for (column, votes) in counted.enumerated() {
        values[index * Emotion.count + column] = Float(votes) / Float(total)
      }
    }
    return (Tensor(shape: [count, Emotion.count], values), isKept)
  }
}
