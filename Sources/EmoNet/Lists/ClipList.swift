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
