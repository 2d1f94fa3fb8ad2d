// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

import Glibc

/// A path or name as its bytes: two that only look the same are two.
///
/// Swift's texts are equal when they show the same letters, however those are put together; to the
/// file system `é` of one scalar and `é` of two are different names, and so are their tables.
package struct ExactPath: Hashable, Sendable {
  private let bytes: [UInt8]

  /// The path as it is written.
  package init(_ path: String) { bytes = Array(path.utf8) }
}

/// Tells files and folders apart, whatever path leads to them.
package struct FileIdentity: Hashable, Sendable {
  private let device: UInt64
  private let node: UInt64

  /// What `path` leads to, through links; nil when that is nothing.
  package init?(_ path: String) {
    var status = stat()
    guard stat(path, &status) == 0 else { return nil }
    (device, node) = (UInt64(status.st_dev), UInt64(status.st_ino))
  }
}

/// What stands in a folder.
package enum FolderEntries {
  /// One name and what it is.
  package struct Entry: Sendable {
    package enum Kind: Sendable {
      case file, folder
      /// A link that leads nowhere.
      case dangling
      /// It is there, and the system does not say what it is: its `errno`.
      case unknown(Int32)
    }

    /// The name; with `\xNN` for bytes that are no UTF-8.
    package let name: String
    /// Whether the name is UTF-8, so that a path of it can be given.
    package let isText: Bool
    package let kind: Kind
  }

  /// The entries of a folder but `.` and `..`, sorted by name; throws `FileError`.
  package static func read(_ folder: String) throws(FileError) -> [Entry] {
    func failure() -> FileError {
      FileError(
        .missing, path: folder,
        reason: "the folder cannot be read: \(String(cString: strerror(errno)))")
    }
    guard let stream = opendir(folder) else { throw failure() }
    defer { closedir(stream) }
    var entries: [(bytes: [UInt8], entry: Entry)] = []
    while true {
      errno = 0
      guard let found = readdir(stream) else {
        if errno != 0 { throw failure() }
        break
      }
      let bytes = withUnsafePointer(to: &found.pointee.d_name) { name in
        let start = UnsafeRawPointer(name).assumingMemoryBound(to: UInt8.self)
        return Array(
          UnsafeBufferPointer(start: start, count: strlen(UnsafePointer(OpaquePointer(start)))))
      }
      if bytes == [0x2E] || bytes == [0x2E, 0x2E] { continue }
      let text = String(validating: bytes, as: UTF8.self)
      entries.append(
        (
          bytes,
          Entry(
            name: text ?? escaped(bytes), isText: text != nil,
            kind: kind(bytes, in: dirfd(stream)))
        ))
    }
    return entries.sorted { $0.bytes.lexicographicallyPrecedes($1.bytes) }.map(\.entry)
  }

  private static func kind(_ name: [UInt8], in folder: Int32) -> Entry.Kind {
    var status = stat()
    let path = name.map { CChar(bitPattern: $0) } + [0]
    if fstatat(folder, path, &status, 0) == 0 {
      return status.st_mode & S_IFMT == S_IFDIR ? .folder : .file
    }
    let code = errno
    return code == ENOENT || code == ELOOP ? .dangling : .unknown(code)
  }

  /// The name with `\xNN` for the bytes of which there are no letters.
  private static func escaped(_ bytes: [UInt8]) -> String {
    bytes.map { byte in
      (0x20...0x7E).contains(byte)
        ? String(Unicode.Scalar(byte))
        : "\\x" + (byte < 16 ? "0" : "") + String(byte, radix: 16)
    }.joined()
  }
}
