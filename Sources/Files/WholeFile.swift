// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

import Foundation

// Files that are written whole or not at all. `AtomicFile` takes what is in memory and
// `StreamedFile` takes it piece by piece; `TemporaryFile` is what both write to, and
// `LeftoverFiles` clears up after runs that were killed.

/// Writes what is in memory to a file, whole or not at all.
package enum AtomicFile {
  /// Writes text as UTF-8; throws `FileError` of kind `unwritable`.
  package static func write(_ text: String, to path: String) throws(FileError) {
    try write(Array(text.utf8), to: path)
  }

  /// Writes bytes beside `path` first, then renames them onto it, so that no reader sees a part.
  ///
  /// Throws `FileError` of kind `unwritable`, and leaves what was at `path` before.
  package static func write(_ bytes: [UInt8], to path: String) throws(FileError) {
    let file = try StreamedFile(path: path)
    try file.append(bytes)
    try file.finish()
  }
}

/// A file that is written piece by piece and stands under its name only when it is whole.
///
/// Until `finish` it stands beside its place under a name of its own, so that two writers of one
/// file do not mix, and the last to finish wins. One that is let go of before leaves nothing.
package final class StreamedFile {
  private static let pieceSize = 1 << 16

  /// Where the file will stand.
  package let path: String
  /// Bytes appended so far.
  package private(set) var position = 0
  private let file: TemporaryFile
  /// Bytes that wait until a piece is full.
  private var waiting: [UInt8] = []

  /// Opens the file; throws `FileError`.
  ///
  /// - Parameters:
  ///   - path: where it will stand; what is there stays until `finish`.
  ///   - operation: what is said to be done in errors, as a verb phrase such as `write weights`;
  ///     nil for nothing.
  package init(path: String, operation: String? = nil) throws(FileError) {
    self.path = path
    file = try TemporaryFile(beside: path, operation: operation)
  }

  /// Adds bytes at the end; throws `FileError`.
  package func append(_ bytes: UnsafeRawBufferPointer) throws(FileError) {
    position += bytes.count
    if waiting.count + bytes.count > Self.pieceSize { try flush() }
    guard bytes.count < Self.pieceSize else { return try file.write(bytes) }
    waiting.append(contentsOf: bytes)
  }

  /// Adds bytes at the end; throws `FileError`.
  package func append(_ bytes: [UInt8]) throws(FileError) {
    try bytes.span.bytes.withUnsafeBytes { (bytes) throws(FileError) in try append(bytes) }
  }

  /// Adds a text as UTF-8 at the end; throws `FileError`.
  package func append(_ text: String) throws(FileError) { try append(Array(text.utf8)) }

  /// Replaces bytes that were appended before, from `offset` on; throws `FileError`.
  package func overwrite(at offset: Int, with bytes: [UInt8]) throws(FileError) {
    precondition(
      offset + bytes.count <= position,
      "\(bytes.count) bytes at \(offset) reach beyond the \(position) that are there")
    try flush()
    try bytes.span.bytes.withUnsafeBytes { (bytes) throws(FileError) in
      try file.write(bytes, at: offset)
    }
  }

  /// Writes what is left, closes the file and gives it its name; throws `FileError`.
  package func finish() throws(FileError) {
    try flush()
    try file.becomeWhole()
  }

  /// Writes what is left and gives the file another name, in the same folder; throws `FileError`.
  package func keep(as path: String) throws(FileError) {
    try flush()
    try file.becomeWhole(as: path)
  }

  private func flush() throws(FileError) {
    let piece = waiting
    waiting = []
    try piece.span.bytes.withUnsafeBytes { (bytes) throws(FileError) in try file.write(bytes) }
  }
}

/// A file beside its place, `NAME.<process>-<random>.part`; it is removed unless it becomes whole.
private final class TemporaryFile {
  private let target: String
  private let operation: String?
  private let path: String
  private let descriptor: Int32
  private var isOpen = true

  init(beside target: String, operation: String?) throws(FileError) {
    self.target = target
    self.operation = operation
    // In the same folder, since a rename does not cross file systems. O_EXCL follows no link and
    // takes no file that is there.
    var path: String
    var descriptor: Int32
    repeat {
      path = TemporaryName.make(beside: target)
      descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o666)
    } while descriptor < 0 && (errno == EEXIST || errno == EINTR)
    guard descriptor >= 0 else { throw .unwritable(target, code: errno, operation: operation) }
    self.path = path
    self.descriptor = descriptor
    // Tells other machines and containers that there is a writer, where the file system can.
    flock(descriptor, LOCK_EX | LOCK_NB)
  }

  deinit {
    guard isOpen else { return }
    close(descriptor)
    unlink(path)
  }

  /// Writes all bytes at the end, or over others at `offset`.
  func write(_ bytes: UnsafeRawBufferPointer, at offset: Int? = nil) throws(FileError) {
    let code = FilePieces.write(bytes) { piece, done in
      guard let offset else { return Foundation.write(descriptor, piece.baseAddress, piece.count) }
      return pwrite(descriptor, piece.baseAddress, piece.count, off_t(offset + done))
    }
    guard code == 0 else { throw .unwritable(target, code: code, operation: operation) }
  }

  /// Waits until the bytes are stored, and renames the file onto its place.
  func becomeWhole(as other: String? = nil) throws(FileError) {
    let target = other ?? target
    precondition(isOpen, "\(target) was finished before")
    isOpen = false
    var code = fsync(descriptor) == 0 ? 0 : errno
    if close(descriptor) != 0, code == 0 { code = errno }
    if code == 0, rename(path, target) != 0 { code = errno }
    guard code == 0 else {
      unlink(path)
      throw .unwritable(target, code: code, operation: operation)
    }
    synchronizeFolder()
  }

  /// Makes the rename itself survive a power cut; where a folder cannot be synchronised the file is
  /// whole anyway.
  private func synchronizeFolder() {
    let folder = open(TemporaryName.split(target).folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard folder >= 0 else { return }
    fsync(folder)
    close(folder)
  }
}

/// Removes what killed runs left beside a file.
package enum LeftoverFiles {
  /// Removes the temporary files of `path` whose writer is gone, and gives their paths.
  ///
  /// A writer is gone when no process of this machine has its number, and nobody, in another
  /// container or on another machine either, holds the file's lock. What cannot be told stays.
  @discardableResult
  package static func remove(besides path: String) -> [String] {
    let (folder, name) = TemporaryName.split(path)
    let neighbours = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    return neighbours.sorted().compactMap { neighbour in
      guard let process = TemporaryName.process(of: neighbour, besides: name) else { return nil }
      let leftover = folder == "/" ? "/\(neighbour)" : "\(folder)/\(neighbour)"
      guard isGone(process), isUnlocked(leftover), unlink(leftover) == 0 else { return nil }
      return leftover
    }
  }

  /// Removes such files of whatever name in a folder and those below it.
  package static func remove(under folder: String) {
    guard let entries = try? FolderEntries.read(folder) else { return }
    for entry in entries where entry.isText {
      let path = folder == "/" ? "/\(entry.name)" : "\(folder)/\(entry.name)"
      switch entry.kind {
      case .folder:
        var status = stat()
        // Not through links, which may lead anywhere.
        if lstat(path, &status) == 0, status.st_mode & S_IFMT == S_IFDIR { remove(under: path) }
      case .file:
        guard let process = TemporaryName.process(of: entry.name), isGone(process),
          isUnlocked(path)
        else { continue }
        unlink(path)
      case .dangling, .unknown: continue
      }
    }
  }

  /// Removes folders `PREFIX<process>-...` of processes that are gone from a folder of such.
  package static func removeFolders(_ prefix: String, in folder: String) {
    guard let entries = try? FolderEntries.read(folder) else { return }
    for entry in entries where entry.isText && entry.name.hasPrefix(prefix) {
      guard case .folder = entry.kind,
        let number = entry.name.dropFirst(prefix.count).split(separator: "-").first,
        let process = pid_t(number), process > 0, isGone(process)
      else { continue }
      try? FileManager.default.removeItem(atPath: "\(folder)/\(entry.name)")
    }
  }

  private static func isGone(_ process: pid_t) -> Bool {
    kill(process, 0) != 0 && errno == ESRCH
  }

  /// Whether it is a regular file that can be locked, which it cannot while its writer lives.
  private static func isUnlocked(_ path: String) -> Bool {
    let descriptor = open(path, O_RDWR | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC)
    guard descriptor >= 0 else { return false }
    defer { close(descriptor) }
    var status = stat()
    guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return false }
    return flock(descriptor, LOCK_EX | LOCK_NB) == 0
  }
}

/// Makes folders.
package enum Folders {
  /// Makes a folder and those that it lies in, where they are missing; throws `FileError`.
  package static func create(_ path: String) throws(FileError) {
    // By hand: Foundation does not always tell what the system answered.
    var made = path.hasPrefix("/") ? "/" : ""
    for part in path.split(separator: "/") {
      made += part
      var status = stat()
      if mkdir(made, 0o777) != 0 {
        let code = errno
        let isFolder = stat(made, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
        if !isFolder { throw .unwritable(path, code: code == EEXIST ? ENOTDIR : code) }
      }
      made += "/"
    }
  }
}

/// Names of files that are being written: `NAME.<process>-<random>.part`.
private enum TemporaryName {
  private static var pattern: Regex<(Substring, Substring, Substring, Substring)> {
    /(.+)\.(\d+)-(\d+)\.part/.dotMatchesNewlines()
  }

  static func make(beside path: String) -> String {
    "\(path).\(getpid())-\(UInt32.random(in: .min ... .max)).part"
  }

  /// The writer's process number; nil for a name that does not belong to the file `target`, or to any.
  static func process(of name: String, besides target: String? = nil) -> pid_t? {
    guard let (_, file, process, random) = name.wholeMatch(of: pattern)?.output,
      target == nil || file == target ?? "", UInt32(random) != nil, let process = pid_t(process),
      process > 0
    else { return nil }
    return process
  }

  /// A path's folder and its last part.
  static func split(_ path: String) -> (folder: String, name: String) {
    guard let slash = path.lastIndex(of: "/") else { return (".", path) }
    let folder = path[..<slash]
    return (folder.isEmpty ? "/" : String(folder), String(path[path.index(after: slash)...]))
  }
}

/// Outputs that would take the place of inputs.
package enum InputFiles {
  /// Throws `FileError` of kind `unwritable` for the first output that is one of the inputs, whatever
  /// path or link leads there.
  package static func refuse(_ outputs: [String], among inputs: [String]) throws(FileError) {
    var identities: [FileIdentity: String] = [:]
    for output in outputs {
      // A device may be both.
      var status = stat()
      guard stat(output, &status) == 0, status.st_mode & S_IFMT == S_IFREG,
        let identity = FileIdentity(output)
      else { continue }
      if identities.isEmpty {
        for input in inputs {
          if let known = FileIdentity(input) { identities[known] = input }
        }
      }
      guard let input = identities[identity] else { continue }
      throw FileError(
        .unwritable, path: output,
        reason: "it is an input" + (input == output ? "" : ", '\(input)'") + ", and stays as it is")
    }
  }
}
