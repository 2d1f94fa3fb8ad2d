// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

internal import EmoNet
internal import Foundation

/// What the arguments of `emonet extract` stand for.
struct ExtractionInput {
  /// The clips, in the order of the arguments.
  var clips: [ExtractionClip] = []
  /// Arguments that led to no clips.
  var unusable: [UnusableClip] = []

  /// Whether any clip has a label.
  var hasLabels: Bool { clips.contains { $0.label != nil } }

  /// Expands the arguments as for `classify`, with the labels of lists and of folders named after
  /// emotions.
  init(_ operands: [String]) {
    for operand in operands {
      do {
        let entries = try ClipInput.entries(of: operand, withLabels: true)
        var isFolder: ObjCBool = false
        _ = FileManager.default.fileExists(atPath: operand, isDirectory: &isFolder)
        clips += isFolder.boolValue ? Self.clips(in: operand, entries) : entries.map(Self.clip)
      } catch {
        unusable.append(ClipInput.failure(operand, error))
      }
    }
  }

  /// The clips of a folder; labels count when each lies in a folder that is named after an emotion.
  private static func clips(in folder: String, _ entries: [ClipListEntry]) -> [ExtractionClip] {
    let labels = entries.map { entry in
      entry.path.split(separator: "/").dropLast().last.flatMap { Emotion(spelling: String($0)) }
    }
    let hasLabels = labels.allSatisfy { $0 != nil }
    return zip(entries, labels).map { entry, label in
      ExtractionClip(
        path: entry.path, resolvedPath: entry.resolvedPath,
        name: ExtractedFeatures.tableName(String(entry.path.dropFirst(folder.count))),
        label: hasLabels ? label : nil)
    }
  }

  private static func clip(_ entry: ClipListEntry) -> ExtractionClip {
    // A row of a list has a line and keeps its folders; an argument is named by its last part.
    let name = entry.line > 0 ? entry.path : (entry.path as NSString).lastPathComponent
    return ExtractionClip(
      path: entry.path, resolvedPath: entry.resolvedPath, name: ExtractedFeatures.tableName(name),
      label: entry.label)
  }

}
