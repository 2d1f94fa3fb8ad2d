// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

/// The rows of a clip list: which clips there are, and what is known of each.
///
/// A list is one of two things:
/// - a CSV file whose header names the columns `path` and `label`, and optionally `speaker`, `split`,
///   `corpus` and `modality` (`av`, `a`, `v`), in any order; other columns are ignored; an empty
///   optional field means unknown; paths are relative to the list;
/// - a folder in AFEW's layout, `<split>/<Emotion>/<clip>`, or `<Emotion>/<clip>` without splits; the
///   split is the folder's name in lower case.
public struct ClipList: Sendable, Equatable {
  /// The rows in the list's order; those of a folder are sorted by path.
  public var entries: [ClipListEntry]

  /// A list from its rows.
  public init(entries: [ClipListEntry]) {
    self.entries = entries
  }

  /// The rows that match everything that is given, letter for letter.
  ///
  /// A row that does not say what it is asked for does not match.
  public func filter(
    split: String? = nil, corpus: String? = nil, modality: Modality? = nil
  ) -> ClipList {
    ClipList(
      entries: entries.filter { entry in
        (split == nil || entry.split == split) && (corpus == nil || entry.corpus == corpus)
          && (modality == nil || entry.modality == modality)
      })
  }

  /// Speakers, sorted, who have rows in both splits; ids are compared as written.
  public func speakersOnBothSides(
    training: String = "train", validation: String = "validation"
  ) -> [String] {
    func speakers(_ split: String) -> Set<String> {
      Set(entries.filter { $0.split == split }.compactMap(\.speaker))
    }
    return speakers(training).intersection(speakers(validation)).sorted()
  }

  /// The names of the splits that occur, sorted.
  public var splits: [String] { Set(entries.compactMap(\.split)).sorted() }

  /// The names of the corpora that occur, sorted.
  public var corpora: [String] { Set(entries.compactMap(\.corpus)).sorted() }
}

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
