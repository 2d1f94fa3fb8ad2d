// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

internal import Foundation

/// A regular file opened for reading from its start.
final class ReadableFile {
  let path: String
  /// Bytes, when it was opened.
  let size: Int
  let descriptor: Int32

  init(_ path: String) throws {
    // A pipe would block in open() until somebody writes to it; O_NONBLOCK has no effect on files.
    let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else { throw ReadableFile.refusal(path, errno) }
    var status = stat()
    guard fstat(descriptor, &status) == 0 else {
      let code = errno
      close(descriptor)
      throw ReadableFile.refusal(path, code)
    }
    guard status.st_mode & S_IFMT == S_IFREG else {
      close(descriptor)
      throw WeightError(.read, path: path, reason: "not a regular file")
    }
    self.path = path
    self.size = Int(status.st_size)
    self.descriptor = descriptor
  }

  deinit { close(descriptor) }

  /// The next bytes, fewer than `count` only at the file's end.
  func read(upTo count: Int) throws -> [UInt8] {
    var code: Int32 = 0
    let bytes = [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
      while filled < count {
        let rest = UnsafeMutableBufferPointer(rebasing: buffer[filled..<count])
        let got = Foundation.read(descriptor, rest.baseAddress, rest.count)
        if got > 0 { filled += got; continue }
        if got == 0 { break }
        if errno == EINTR { continue }
        code = errno
        break
      }
    }
    guard code == 0 else { throw ReadableFile.refusal(path, code) }
    return bytes
  }

  static func refusal(_ path: String, _ code: Int32) -> WeightError {
    WeightError(.read, path: path, code: code, reason: String(cString: strerror(code)))
  }
}
