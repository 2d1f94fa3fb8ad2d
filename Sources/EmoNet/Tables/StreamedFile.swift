// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

internal import Foundation

/// A file that is written piece by piece and stands under its name only when it is whole.
///
/// Until `finish` it is called `<name>.partial`; a file that is let go of before leaves nothing.
final class StreamedFile {
  private static let pieceSize = 1 << 16

  let path: String
  /// Bytes appended so far.
  private(set) var position = 0
  private let partialPath: String
  private let descriptor: Int32
  private var isOpen = true
  private var waiting: [UInt8] = []

  /// Opens the file; throws `FileWriteError`.
  init(path: String) throws(FileWriteError) {
    self.path = path
    partialPath = path + ".partial"
    descriptor = open(partialPath, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o666)
    guard descriptor >= 0 else {
      isOpen = false
      throw FileWriteError(path: path, code: errno)
    }
    waiting.reserveCapacity(Self.pieceSize + (Self.pieceSize >> 2))
  }

  deinit {
    guard isOpen else { return }
    close(descriptor)
    unlink(partialPath)
  }

  /// Adds bytes at the end; throws `FileWriteError`.
  func append(_ bytes: UnsafeRawBufferPointer) throws(FileWriteError) {
    waiting.append(contentsOf: bytes)
    position += bytes.count
    if waiting.count >= Self.pieceSize { try flush() }
  }

  /// Adds bytes at the end; throws `FileWriteError`.
  func append(_ bytes: [UInt8]) throws(FileWriteError) {
    waiting.append(contentsOf: bytes)
    position += bytes.count
    if waiting.count >= Self.pieceSize { try flush() }
  }

  /// Adds a text as UTF-8 at the end; throws `FileWriteError`.
  func append(_ text: String) throws(FileWriteError) { try append(Array(text.utf8)) }

  /// Replaces bytes that were appended before, from `offset` on; throws `FileWriteError`.
  func overwrite(at offset: Int, with bytes: [UInt8]) throws(FileWriteError) {
    precondition(
      offset + bytes.count <= position,
      "\(bytes.count) bytes at \(offset) reach beyond the \(position) that are there")
    try flush()
    let code = bytes.withUnsafeBytes { buffer in
      FilePieces.write(buffer) { piece, done in
        pwrite(descriptor, piece.baseAddress, piece.count, off_t(offset + done))
      }
    }
    guard code == 0 else { throw FileWriteError(path: path, code: code) }
  }

  /// Writes what is left, closes the file and gives it its name; throws `FileWriteError`.
  func finish() throws(FileWriteError) {
    try flush()
    var code = fsync(descriptor) == 0 ? 0 : errno
    if close(descriptor) != 0, code == 0 { code = errno }
    isOpen = false
    if code == 0, rename(partialPath, path) != 0 { code = errno }
    guard code == 0 else {
      unlink(partialPath)
      throw FileWriteError(path: path, code: code)
    }
  }

  private func flush() throws(FileWriteError) {
    let code = waiting.withUnsafeBytes { buffer in
      FilePieces.write(buffer) { piece, _ in write(descriptor, piece.baseAddress, piece.count) }
    }
    guard code == 0 else { throw FileWriteError(path: path, code: code) }
    waiting.removeAll(keepingCapacity: true)
  }
}
