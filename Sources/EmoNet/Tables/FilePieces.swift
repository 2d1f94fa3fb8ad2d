// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

internal import Foundation

/// System calls that may take or give less than was asked for, repeated until all is done.
enum FilePieces {
  /// Hands bytes to `write`, which returns how many it took or -1; gives 0 or `errno`.
  static func write(
    _ bytes: UnsafeRawBufferPointer, with write: (UnsafeRawBufferPointer, _ done: Int) -> Int
  ) -> Int32 {
    var done = 0
    while done < bytes.count {
      let count = write(UnsafeRawBufferPointer(rebasing: bytes[done...]), done)
      if count >= 0 { done += count; continue }
      if errno != EINTR { return errno }
    }
    return 0
  }

  /// The `count` bytes at `offset` of an open file; nil when they are not there.
  static func read(_ descriptor: Int32, at offset: Int, count: Int) -> [UInt8]? {
    let bytes = [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
      while filled < count {
        let rest = UnsafeMutableBufferPointer(rebasing: buffer[filled..<count])
        let got = pread(descriptor, rest.baseAddress, rest.count, off_t(offset + filled))
        if got > 0 { filled += got; continue }
        if got < 0, errno == EINTR { continue }
        break
      }
    }
    return bytes.count == count ? bytes : nil
  }
}
