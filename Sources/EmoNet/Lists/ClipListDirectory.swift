// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

import Files
import Foundation

extension ClipList {
  /// Suffixes, in lower case, of the files that are taken for clips when a folder is searched.
  public static let mediaSuffixes: Set<String> = [
    "avi", "mp4", "m4v", "mkv", "webm", "mov", "mpg", "mpeg", "wmv", "flv", "ogv", "ts", "mts",
    "3gp", "gif",
    "wav", "flac", "mp3", "opus", "ogg", "m4a", "aac",
    "png", "jpg", "jpeg", "bmp", "webp",
  ]

  /// The clips in a folder and the folders below it, by suffix, as paths that begin with `directory`.
  ///
  /// Sorted by name, files before folders; hidden ones are left out, and a folder that links lead to again is searched once.
  /// Throws `FileError` when a folder cannot be read.
  public static func mediaFiles(under directory: String) throws -> [String] {
    var visited: Set<String> = []
    return try mediaFiles(under: directory, visited: &visited)
  }

  private static func mediaFiles(
    under directory: String, visited: inout Set<String>
  ) throws -> [String] {
    let place = URL(fileURLWithPath: directory).resolvingSymlinksInPath().path
    guard visited.insert(place).inserted else { return [] }
    let folder = try Folder(directory)
    var files = folder.clips
    for inner in folder.folders { files += try mediaFiles(under: inner.path, visited: &visited) }
    return files
  }

  /// Reads a folder in AFEW's layout, `<split>/<Emotion>/<clip>` or `<Emotion>/<clip>`.
  ///
  /// A folder that holds clips but is not named after an emotion is an error, as an unknown label is in
  /// a list; folders without clips (AFEW's aligned faces, for one) are passed over.
  static func readDirectory(_ directory: String) throws -> ClipList {
    var entries: [ClipListEntry] = []
    for folder in try Folder(directory).folders {
      if Emotion(spelling: folder.name) != nil {
        entries += try labelled(folder, split: nil, root: directory)
        continue
      }
      let split = folder.name.lowercased()
      let inside = try Folder(folder.path)
      guard inside.clips.isEmpty else {
        throw FileError(
          .malformed, path: folder.path,
          reason: "unknown label '\(folder.name)'; known are \(Emotion.knownSpellings)")
      }
      for emotion in inside.folders {
        entries += try labelled(emotion, split: split, root: directory)
      }
    }
    guard !entries.isEmpty else {
      throw FileError(
        .missing, path: directory,
        reason: "no clips in folders named <split>/<emotion> or <emotion>")
    }
    return ClipList(entries: entries)
  }

  private static func labelled(
    _ folder: (name: String, path: String), split: String?, root: String
  ) throws -> [ClipListEntry] {
    let clips = try Folder(folder.path).clips
    guard !clips.isEmpty else { return [] }
    guard let emotion = Emotion(spelling: folder.name) else {
      throw FileError(
        .malformed, path: folder.path,
        reason: "unknown label '\(folder.name)'; known are \(Emotion.knownSpellings)")
    }
    let prefix = root.hasSuffix("/") ? root : root + "/"
    return clips.map { clip in
      ClipListEntry(
        path: String(clip.dropFirst(prefix.count)), resolvedPath: clip, label: emotion, split: split
      )
    }
  }
}

/// What stands directly in a folder, sorted by name.
private struct Folder {
  var clips: [String] = []
  var folders: [(name: String, path: String)] = []

  init(_ directory: String) throws {
    let names: [String]
    do {
      names = try FileManager.default.contentsOfDirectory(atPath: directory)
    } catch {
      throw FileError(.missing, path: directory, reason: "the folder cannot be read")
    }
    let prefix = directory.hasSuffix("/") ? directory : directory + "/"
    for name in names.sorted() where !name.hasPrefix(".") {
      let path = prefix + name
      var isDirectory: ObjCBool = false
      guard FileManager.default.fileExists(atPath: path, isDirectory: &isDirectory) else {
        continue
      }
      if isDirectory.boolValue {
        folders.append((name, path))
      } else if let dot = name.lastIndex(of: "."),
        ClipList.mediaSuffixes.contains(name[name.index(after: dot)...].lowercased())
      {
        clips.append(path)
      }
    }
  }
}
