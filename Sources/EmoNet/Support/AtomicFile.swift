// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

internal import Foundation

/// Writes files whole or not at all.
public enum AtomicFile {
  /// Writes text as UTF-8; throws `FileWriteError`.
  public static func write(_ text: String, to path: String) throws(FileWriteError) {
    try write(Array(text.utf8), to: path)
  }

  /// Writes bytes beside `path` first, then renames them onto it, so that no reader sees a part.
  ///
  /// Throws `FileWriteError`, and leaves what was at `path` before.
  public static func write(_ bytes: [UInt8], to path: String) throws(FileWriteError) {
    // In the same folder, since a rename does not cross file systems; by process and by chance, so
    // that two writers of one path do not meet.
    let beside = "\(path).\(getpid())-\(UInt32.random(in: .min ... .max)).part"
    let descriptor = open(beside, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o666)
    guard descriptor >= 0 else { throw FileWriteError(path: path, code: errno) }
    var code = append(bytes, to: descriptor)
    if code == 0, fsync(descriptor) != 0 { code = errno }
    if close(descriptor) != 0, code == 0 { code = errno }
    if code == 0, rename(beside, path) != 0 { code = errno }
    guard code == 0 else {
      unlink(beside)
      throw FileWriteError(path: path, code: code)
    }
  }

  /// Writes everything; returns 0 or `errno`.
  private static func append(_ bytes: [UInt8], to descriptor: Int32) -> Int32 {
    bytes.withUnsafeBytes { buffer in
      var rest = buffer[...]
      while !rest.isEmpty {
        let written = Foundation.write(
          descriptor, UnsafeRawBufferPointer(rebasing: rest).baseAddress, rest.count)
        if written < 0 {
          if errno == EINTR { continue }
          return errno
        }
        rest = rest.dropFirst(written)
      }
      return 0
    }
  }
}

/// A file that could not be written.
public struct FileWriteError: Error, Sendable, Equatable, CustomStringConvertible {
  /// The file.
  public let path: String
  /// The operating system's `errno`.
  public let code: Int32

  /// One line for people.
  public var description: String {
    "\(path): cannot be written: \(String(cString: strerror(code)))"
  }
}
