// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

package import EmoNet
import Files
import Foundation
import Tables

/// The clips of a data set as it comes, with what their names say.
package struct DatasetListing: Sendable {
  /// A file whose name does not fit, or whose label nobody knows.
  package struct Refusal: Sendable, Equatable {
    /// The file.
    package let path: String
    /// Why it is in no list.
    package let reason: String
  }

  /// The clips, sorted by path.
  package private(set) var entries: [ClipListEntry] = []
  /// Files that fit no name, sorted by path.
  package private(set) var refused: [Refusal] = []
  /// How many clips were left out by their label, which is none of the seven emotions.
  package private(set) var leftOut: [String: Int] = [:]

  /// Looks through a folder; throws `FileError` when it cannot be read or holds no clips.
  ///
  /// - Parameters:
  ///   - corpus: what is written as the corpus; nil for the layout's own name.
  ///   - labels: what labels mean beside their usual spellings.
  package init(
    of folder: String, layout: DatasetLayout, corpus: String? = nil, labels: LabelMap = LabelMap()
  ) throws {
    let files = try ClipList.mediaFiles(under: folder).filter {
      layout.holds(suffix: Self.suffix($0))
    }
    guard !files.isEmpty else {
      throw FileError(.missing, path: folder, reason: "no clips in this folder")
    }
    let prefix = folder.hasSuffix("/") ? folder : folder + "/"
    let corpus = corpus ?? (layout == .folders ? nil : layout.rawValue)
    for file in files.sorted() {
      let path = String(file.dropFirst(prefix.count))
      let name: DatasetLayout.Name
      do {
        name = try layout.name(of: path)
      } catch {
        refused.append(Refusal(path: file, reason: error.reason))
        continue
      }
      switch labels.meaning(of: name.label, called: name.meaning) {
      case .emotion(let emotion):
        entries.append(
          ClipListEntry(
            path: file, resolvedPath: file, label: emotion,
            speaker: name.speaker.map { layout == .folders ? $0 : "\(layout.rawValue)-\($0)" },
            split: name.split, corpus: corpus,
            modality: name.modality ?? Self.modality(of: file)))
      case .leftOut: leftOut[name.meaning, default: 0] += 1
      case .unknown where name.label != name.meaning: leftOut[name.meaning, default: 0] += 1
      case .unknown:
        refused.append(
          Refusal(
            path: file,
            reason: "unknown label '\(name.label)'; --labels can say what it means"))
      }
    }
  }

  /// The clips as a CSV list; paths are from the folder of `list` where they lie below it, else absolute, and as they
  /// are for nil.
  package func csv(for list: String?) -> String {
    let columns = ["path", "label", "speaker", "split", "corpus", "modality"]
    return CSVWriter.line(columns)
      + entries.map { entry in
        CSVWriter.line([
          list.map { Self.path(entry.path, from: $0) } ?? entry.path,
          entry.label?.rawValue ?? "", entry.speaker ?? "", entry.split ?? "", entry.corpus ?? "",
          entry.modality?.rawValue ?? "",
        ])
      }.joined()
  }

  /// Clips by speaker and emotion, a row a speaker, sorted; those without one come last, then the sums.
  package var counts: [(speaker: String, counts: [Int])] {
    let speakers = Dictionary(grouping: entries) { $0.speaker }
    let names = speakers.keys.compactMap(\.self).sorted()
    func counts(_ entries: [ClipListEntry]) -> [Int] {
      Emotion.allCases.map { emotion in entries.count { $0.label == emotion } }
    }
    var rows = names.map { ($0, counts(speakers[$0] ?? [])) }
    if let nameless = speakers[nil], !names.isEmpty { rows.append(("not said", counts(nameless))) }
    return rows + [("all", counts(entries))]
  }

  private static func suffix(_ file: String) -> String {
    URL(fileURLWithPath: file).pathExtension.lowercased()
  }

  private static func modality(of file: String) -> Modality {
    if DatasetLayout.sounds.contains(suffix(file)) { return .audio }
    return DatasetLayout.pictures.contains(suffix(file)) ? .video : .audioVisual
  }

  /// A path from the folder of a list.
  private static func path(_ file: String, from list: String) -> String {
    func whole(_ path: String) -> String { URL(fileURLWithPath: path).standardizedFileURL.path }
    let folder = URL(fileURLWithPath: list).deletingLastPathComponent().standardizedFileURL.path
    let (prefix, path) = (folder == "/" ? "/" : folder + "/", whole(file))
    return path.hasPrefix(prefix) ? String(path.dropFirst(prefix.count)) : path
  }
}
