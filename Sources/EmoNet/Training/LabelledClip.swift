// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

/// A row of the list with what was read from its clip.
struct LabelledClip {
  let label: Emotion
  let speaker: String
  let corpus: String
  let modality: Modality
  let content: TrainingClip
  /// The same clip as each recoding left it.
  let recoded: [TrainingClip]

  /// Joins a row, which has a label, and its clip; a row without a speaker is a speaker of its own.
  init(_ entry: ClipListEntry, _ content: TrainingClip, recoded: [TrainingClip]) {
    guard let label = entry.label else { preconditionFailure("line \(entry.line) has no label") }
    self.label = label
    speaker = entry.speaker ?? entry.resolvedPath
    corpus = entry.corpus ?? "unnamed"
    modality = entry.modality ?? .audioVisual
    self.content = content
    self.recoded = recoded
  }
}
