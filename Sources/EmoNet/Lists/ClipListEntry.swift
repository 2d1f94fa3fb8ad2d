// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

/// One row of a clip list.
public struct ClipListEntry: Sendable, Equatable {
  /// Path as the list writes it.
  public let path: String
  /// Path to open: the one above, taken from the list's own folder unless it is absolute.
  public let resolvedPath: String
  /// The emotion that the row names; nil in lists without labels.
  public let label: Emotion?
  /// Who is seen or heard, as written; nil where the list does not say.
  public let speaker: String?
  /// Part of the data that the row belongs to, such as `train` or `validation`.
  public let split: String?
  /// Data set that the row comes from.
  public let corpus: String?
  /// What the clip carries.
  public let modality: Modality?
  /// Line of the list, counted from 1; 0 for a clip found in a folder.
  public let line: Int

  /// A row from its parts.
  public init(
    path: String, resolvedPath: String, label: Emotion? = nil, speaker: String? = nil,
    split: String? = nil, corpus: String? = nil, modality: Modality? = nil, line: Int = 0
  ) {
    self.path = path
    self.resolvedPath = resolvedPath
    self.label = label
    self.speaker = speaker
    self.split = split
    self.corpus = corpus
    self.modality = modality
    self.line = line
  }
}
