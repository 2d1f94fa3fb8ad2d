// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

import EmoNet
import NeuralNetwork

/// Divides clips into folds so that each speaker stands in one fold only.
///
/// The speakers of each corpus are shuffled and dealt out in turn, so every fold has some of each.
struct SpeakerFolds {
  /// The fold of each clip, 0 ..< count.
  let folds: [Int]

  /// Folds of `clips`; the same seed gives the same folds.
  init(_ clips: [LabelledClip], count: Int, seed: UInt64) {
    precondition(count > 1, "at least two folds are needed, not \(count)")
    var generator = SeededGenerator(seed: seed)
    var fold: [String: Int] = [:]
    for corpus in Set(clips.map(\.corpus)).sorted() {
      let speakers = Set(clips.filter { $0.corpus == corpus }.map(\.speaker)).sorted()
      for (position, index) in generator.shuffledIndices(speakers.count).enumerated() {
        fold[speakers[index]] = position % count
      }
    }
    folds = clips.map { fold[$0.speaker] ?? 0 }
  }
}
