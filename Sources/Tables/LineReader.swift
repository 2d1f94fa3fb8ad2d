// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

import Files
import Foundation

/// Reads a text line by line; of a file it holds one piece.
///
/// Lines end in LF, CRLF or CR; a byte order mark at the start is dropped.
final class LineReader {
  private static let pieceSize = 1 << 16
  /// No line of a table is as long; a file that is no text may be one line of gigabytes.
  private static let longestLine = 1 << 28

  /// Number of the line that was given last, counted from 1.
  private(set) var line = 0
  /// What ended the line that was given last; empty at the end of the text.
  private(set) var lineEnd: ArraySlice<UInt8> = []
  let path: String
  /// -1 for a text in memory.
  private let descriptor: Int32
  private var waiting: [UInt8] = []
  private var start = 0
  private var searched = 0
  private var hasEnded = false

  /// Opens the file; throws `FileError`.
  init(path: String) throws(FileError) {
    self.path = path
    descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else { throw .unreadable(path, code: errno) }
  }

  /// Reads a text as if it stood in the file `path`.
  init(text: String, path: String) {
    self.path = path
    descriptor = -1
    waiting = Array(text.utf8)
    hasEnded = true
  }

  deinit { if descriptor >= 0 { close(descriptor) } }

  /// The next line without its end; nil at the end of the text. Throws `FileError`.
  func next() throws(FileError) -> [UInt8]? {
    while true {
      let rest = waiting[max(start, searched)...]
      if let end = rest.firstIndex(where: { $0 == lineFeed || $0 == carriageReturn }) {
        // Of CRLF the second byte may not have been read yet.
        let isSettled = waiting[end] == lineFeed || end + 1 < waiting.count || hasEnded
        if isSettled {
          let isPair =
            waiting[end] == carriageReturn && end + 1 < waiting.count
            && waiting[end + 1] == lineFeed
          return take(to: end, next: end + (isPair ? 2 : 1))
        }
        searched = end
      } else {
        searched = waiting.count
        guard !hasEnded else {
          return start < waiting.count ? take(to: waiting.count, next: waiting.count) : nil
        }
      }
      try readPiece()
    }
  }

  private func take(to end: Int, next: Int) -> [UInt8] {
    line += 1
    var bytes = Array(waiting[start..<end])
    if line == 1, bytes.starts(with: [0xEF, 0xBB, 0xBF]) { bytes.removeFirst(3) }
    lineEnd = waiting[end..<next]
    start = next
    searched = next
    return bytes
  }

  private func readPiece() throws(FileError) {
    if start > 0 {
      waiting.removeFirst(start)
      searched -= start
      start = 0
    }
    guard waiting.count < Self.longestLine else {
      throw FileError(.malformed, path: path, line: line + 1, reason: "the line does not end")
    }
    var code: Int32 = 0
    let piece = [UInt8](unsafeUninitializedCapacity: Self.pieceSize) { buffer, count in
      repeat {
        let got = read(descriptor, buffer.baseAddress, buffer.count)
        code = got < 0 ? errno : 0
        count = max(0, got)
      } while code == EINTR
    }
    guard code == 0 else {
      throw FileError(.missing, path: path, reason: String(cString: strerror(code)))
    }
    hasEnded = piece.isEmpty
    waiting += piece
  }
}

private let lineFeed = UInt8(ascii: "\n")
private let carriageReturn = UInt8(ascii: "\r")
