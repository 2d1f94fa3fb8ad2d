// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

package import Files
import Media

/// What a search of a folder for clips found.
package struct FolderSearch: Sendable {
  /// The clips, sorted by name, files before folders, as paths that begin with the folder's.
  ///
  /// A link that leads nowhere is among them where it is named like one: it cannot be read, which
  /// whoever reads it will say.
  package private(set) var clips: [String] = []
  /// Folders that cannot be read, and names that cannot be given.
  package private(set) var problems: [FileError] = []
  /// Files that are not named like clips.
  package private(set) var others: [String] = []

  private var visited: Set<FileIdentity> = []

  /// Searches a folder and those below it; hidden files and folders are passed over.
  ///
  /// A folder that links lead to again is searched once. Throws `FileError` when `folder` itself cannot be read.
  package init(_ folder: String) throws {
    if let identity = FileIdentity(folder) { visited.insert(identity) }
    search(try Folder(folder))
  }

  private mutating func search(_ folder: Folder) {
    clips += folder.clips
    others += folder.others
    problems += folder.problems
    for inner in folder.folders {
      if let identity = FileIdentity(inner.path), !visited.insert(identity).inserted { continue }
      do throws(FileError) {
        search(try Folder(inner.path))
      } catch {
        problems.append(error)
      }
    }
  }
}

extension ClipList {
  /// Suffixes, in lower case, of the files that are taken for clips when a folder is searched.
  public static var mediaSuffixes: Set<String> { MediaSuffixes.all }

  /// The clips in a folder and the folders below it, by suffix, as paths that begin with `directory`.
  ///
  /// Sorted by name, files before folders; hidden ones are left out, and a folder that links lead to again is searched once.
  /// Throws `FileError` when one of the folders cannot be read, or a clip has a name that is not UTF-8.
  public static func mediaFiles(under directory: String) throws -> [String] {
    let search = try FolderSearch(directory)
    if let problem = search.problems.first { throw problem }
    return search.clips
  }

  /// Reads a folder in AFEW's layout, `<split>/<Emotion>/<clip>` or `<Emotion>/<clip>`.
  ///
  /// A folder that holds clips but is not named after an emotion is an error, as an unknown label is in
  /// a list; folders without clips (AFEW's aligned faces, for one) are passed over.
  static func readDirectory(_ directory: String) throws -> ClipList {
    var entries: [ClipListEntry] = []
    for folder in try Folder(directory).whole.folders {
      if Emotion(spelling: folder.name) != nil {
        entries += try labelled(folder, split: nil, root: directory)
        continue
      }
      let split = folder.name.lowercased()
      let inside = try Folder(folder.path).whole
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
    let clips = try Folder(folder.path).whole.clips
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
  var problems: [FileError] = []
  var others: [String] = []

  /// Reads a folder; throws `FileError`.
  init(_ directory: String) throws(FileError) {
    let prefix = directory.hasSuffix("/") ? directory : directory + "/"
    for entry in try FolderEntries.read(directory) where !entry.name.hasPrefix(".") {
      let path = prefix + entry.name
      let isNamedAsClip = MediaSuffixes.names(entry.name)
      switch entry.kind {
      case .folder where entry.isText: folders.append((entry.name, path))
      case .file where entry.isText && isNamedAsClip, .dangling where entry.isText && isNamedAsClip:
        clips.append(path)
      case .dangling where !entry.name.contains("."):
        problems.append(Self.problem(path, "the link leads nowhere"))
      case .folder,
        .file where isNamedAsClip, .dangling where isNamedAsClip:
        problems.append(
          Self.problem(path, "its name is not UTF-8, so that no table could name it; rename it"))
      case .unknown(let code):
        problems.append(FileError.unreadable(path, code: code))
      case .file, .dangling: others.append(path)
      }
    }
  }

  /// The folder where all of it can be used; throws the first problem.
  var whole: Folder {
    get throws(FileError) {
      if let problem = problems.first { throw problem }
      return self
    }
  }

  private static func problem(_ path: String, _ reason: String) -> FileError {
    FileError(.missing, path: path, reason: reason)
  }
}
