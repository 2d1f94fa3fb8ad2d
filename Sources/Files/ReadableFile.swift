// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

package import Foundation

/// A regular file opened for reading from its start.
package final class ReadableFile {
  /// The file as the caller named it.
  package let path: String
  /// Bytes, when it was opened.
  package let size: Int
  /// What is said to be done with it in errors, as a verb phrase; nil for nothing.
  package let operation: String?
  let descriptor: Int32

  /// Opens the file; throws `FileError` of kind `missing`, for a folder, pipe or device too.
  package init(_ path: String, operation: String? = nil) throws(FileError) {
    // A pipe would block in open() until somebody writes to it; O_NONBLOCK has no effect on files.
    let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else { throw .unreadable(path, code: errno, operation: operation) }
    var status = stat()
    guard fstat(descriptor, &status) == 0 else {
      let code = errno
      close(descriptor)
      throw .unreadable(path, code: code, operation: operation)
    }
    guard status.st_mode & S_IFMT == S_IFREG else {
      close(descriptor)
      throw FileError(
        .missing, path: path, operation: operation, reason: "not a regular file")
    }
    self.path = path
    self.operation = operation
    self.size = Int(status.st_size)
    self.descriptor = descriptor
  }

  deinit { close(descriptor) }

  /// The next bytes, fewer than `count` only at the file's end.
  package func read(upTo count: Int) throws(FileError) -> [UInt8] {
    let (bytes, code) = FilePieces.read(upTo: count) { rest, _ in
      Foundation.read(descriptor, rest.baseAddress, rest.count)
    }
    guard code == 0 else { throw .unreadable(path, code: code, operation: operation) }
    return bytes
  }
}

/// A file's bytes as memory, read by the system when they are first looked at.
///
/// A file that is replaced by renaming another onto it, as all writers of this package do, stays as
/// it was for whoever has mapped it. One that another program shortens in place ends the process
/// when the missing part is looked at.
package final class FileMapping: @unchecked Sendable {
  // Sendable: the memory is read only.
  /// All bytes of the file, as long as the mapping lives.
  package let bytes: UnsafeRawBufferPointer

  /// Maps all bytes of an open file; throws `FileError`, of kind `malformed` for an empty one.
  package init(_ file: ReadableFile) throws(FileError) {
    guard file.size > 0 else {
      throw FileError(
        .malformed, path: file.path, operation: file.operation, reason: "it is empty")
    }
    let address = mmap(nil, file.size, PROT_READ, MAP_PRIVATE | MAP_POPULATE, file.descriptor, 0)
    guard let address, address != MAP_FAILED else {
      throw .unreadable(file.path, code: errno, operation: file.operation)
    }
    bytes = UnsafeRawBufferPointer(start: address, count: file.size)
  }

  deinit { munmap(UnsafeMutableRawPointer(mutating: bytes.baseAddress), bytes.count) }
}

/// The bytes of files that are read whole.
package enum FileContents {
  /// All bytes of the file at `path`, of which `isMapped` reads pages as they are used; throws `FileError`.
  package static func read(_ path: String, isMapped: Bool = false) throws(FileError) -> Data {
    do {
      return try Data(
        contentsOf: URL(fileURLWithPath: path), options: isMapped ? .alwaysMapped : [])
    } catch {
      throw .unopened(path)
    }
  }
}

extension FileError {
  /// What is said of a file that Foundation could not open, whose own words are for programmers.
  static func unopened(_ path: String) -> FileError {
    let exists = FileManager.default.fileExists(atPath: path)
    return FileError(.missing, path: path, reason: exists ? "cannot be read" : "no such file")
  }
}
