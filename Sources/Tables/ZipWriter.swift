// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

import Files
import Foundation

/// Writes a zip archive whose files are stored as they are, streamed, with a fixed time.
///
/// After PKWARE's APPNOTE 6.3; without zip64, so that an archive ends before 4 GiB.
final class ZipWriter {
  private struct Entry {
    let name: [UInt8]
    let offset: Int
    var checksum: UInt32 = 0
    var size = 0
  }

  private static let version: UInt16 = 20
  /// File names are UTF-8.
  private static let flags: UInt16 = 1 << 11
  /// 1 January 1980, midnight: the same content is the same bytes.
  private static let time: [UInt8] = [0, 0, 0x21, 0]

  private let file: StreamedFile
  private var entries: [Entry] = []

  /// An archive at `path`; throws `FileError`.
  init(path: String) throws(FileError) {
    file = try StreamedFile(path: path)
  }

  /// Adds a file that `content` writes piece by piece through what it is given.
  func add(_ name: String, content: (_ append: ([UInt8]) throws -> Void) throws -> Void) throws {
    var entry = Entry(name: Array(name.utf8), offset: file.position)
    try file.append(header(0x0403_4B50, entry))
    try file.append(entry.name)
    var checksum = CRC32()
    let start = file.position
    try content { bytes in
      bytes.withUnsafeBytes { checksum.update($0) }
      try file.append(bytes)
    }
    entry.checksum = checksum.value
    entry.size = file.position - start
    try checkLimit()
    try file.overwrite(at: entry.offset, with: header(0x0403_4B50, entry))
    entries.append(entry)
  }

  /// Writes the directory and gives the archive its name; throws `FileError`.
  func finish() throws(FileError) {
    let start = file.position
    for entry in entries {
      try file.append(LittleEndian.bytes(UInt32(0x0201_4B50)) + LittleEndian.bytes(Self.version))
      try file.append(Array(header(0, entry).dropFirst(4)))
      // Comment's length, disk, attributes (none), place.
      try file.append([UInt8](repeating: 0, count: 10))
      try file.append(LittleEndian.bytes(UInt32(truncatingIfNeeded: entry.offset)) + entry.name)
    }
    try checkLimit()
    let size = UInt32(file.position - start)
    let count = UInt16(truncatingIfNeeded: entries.count)
    try file.append(LittleEndian.bytes(UInt32(0x0605_4B50)) + [0, 0, 0, 0])
    try file.append(LittleEndian.bytes(count) + LittleEndian.bytes(count))
    try file.append(LittleEndian.bytes(size) + LittleEndian.bytes(UInt32(start)) + [0, 0])
    try file.finish()
  }

  /// Signature, versions, times, checksum and sizes, as before a file and in the directory.
  private func header(_ signature: UInt32, _ entry: Entry) -> [UInt8] {
    let size = LittleEndian.bytes(UInt32(truncatingIfNeeded: entry.size))
    return LittleEndian.bytes(signature) + LittleEndian.bytes(Self.version)
      + LittleEndian.bytes(Self.flags) + LittleEndian.bytes(UInt16(0)) + Self.time
      + LittleEndian.bytes(entry.checksum) + size + size
      + LittleEndian.bytes(UInt16(entry.name.count)) + LittleEndian.bytes(UInt16(0))
  }

  private func checkLimit() throws(FileError) {
    guard file.position < 1 << 32 else { throw FileError.unwritable(file.path, code: EFBIG) }
  }
}
