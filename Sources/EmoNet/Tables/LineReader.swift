// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

internal import Foundation

/// Reads a text file line by line, holding one piece of it.
final class LineReader {
  private static let pieceSize = 1 << 16
  /// No line of a table is as long; a file that is no text may be one line of gigabytes.
  private static let longestLine = 1 << 28

  /// Number of the line that was given last, counted from 1.
  private(set) var line = 0
  private let path: String
  private let descriptor: Int32
  private var waiting: [UInt8] = []
  private var start = 0
  private var searched = 0
  private var hasEnded = false

  /// Opens the file; throws `TableError`.
  init(path: String) throws(TableError) {
    self.path = path
    descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else {
      throw TableError(
        path: path, reason: errno == ENOENT ? "no such file" : String(cString: strerror(errno)),
        isUnreadable: true)
    }
  }

  deinit { if descriptor >= 0 { close(descriptor) } }

  /// The next line without its end (LF or CRLF); nil at the end of the file. Throws `TableError`.
  func next() throws(TableError) -> [UInt8]? {
    while true {
      if let end = waiting[max(start, searched)...].firstIndex(of: UInt8(ascii: "\n")) {
        return take(to: end, next: end + 1)
      }
      searched = waiting.count
      guard !hasEnded else {
        return start < waiting.count ? take(to: waiting.count, next: waiting.count) : nil
      }
      try readPiece()
    }
  }

  private func take(to end: Int, next: Int) -> [UInt8] {
    line += 1
    var bytes = Array(waiting[start..<end])
    if bytes.last == UInt8(ascii: "\r") { bytes.removeLast() }
    if line == 1, bytes.starts(with: [0xEF, 0xBB, 0xBF]) { bytes.removeFirst(3) }
    start = next
    searched = next
    return bytes
  }

  private func readPiece() throws(TableError) {
    if start > 0 {
      waiting.removeFirst(start)
      searched -= start
      start = 0
    }
    guard waiting.count < Self.longestLine else {
      throw TableError(path: path, line: line + 1, reason: "the line does not end")
    }
    var code: Int32 = 0
    let piece = [UInt8](unsafeUninitializedCapacity: Self.pieceSize) { buffer, count in
      repeat {
        let got = read(descriptor, buffer.baseAddress, buffer.count)
        code = got < 0 ? errno : 0
        count = max(0, got)
      } while code == EINTR
    }
    guard code == 0 else { throw TableError(path: path, reason: String(cString: strerror(code))) }
    hasEnded = piece.isEmpty
    waiting += piece
  }
}
