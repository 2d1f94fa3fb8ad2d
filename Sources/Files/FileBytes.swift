// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

import Foundation

// The bytes of files: how they are moved, and how numbers lie in them.

/// System calls that may take or give less than was asked for, repeated until all is done.
package enum FilePieces {
  /// Hands bytes to `write`, which returns how many it took or -1; gives 0 or `errno`.
  package static func write(
    _ bytes: UnsafeRawBufferPointer, with write: (UnsafeRawBufferPointer, _ done: Int) -> Int
  ) -> Int32 {
    var done = 0
    while done < bytes.count {
      let count = write(UnsafeRawBufferPointer(rebasing: bytes[done...]), done)
      if count > 0 {
        done += count
      } else if count == 0 || errno != EINTR {
        return count == 0 ? EIO : errno
      }
    }
    return 0
  }

  /// Writes all bytes to an open file; gives 0 or `errno`.
  package static func write(_ bytes: [UInt8], to descriptor: Int32) -> Int32 {
    bytes.withUnsafeBytes { buffer in
      write(buffer) { piece, _ in Foundation.write(descriptor, piece.baseAddress, piece.count) }
    }
  }

  /// The `count` bytes at `offset` of an open file; nil when they are not there.
  package static func read(_ descriptor: Int32, at offset: Int, count: Int) -> [UInt8]? {
    let (bytes, _) = read(upTo: count) { rest, done in
      pread(descriptor, rest.baseAddress, rest.count, off_t(offset + done))
    }
    return bytes.count == count ? bytes : nil
  }

  /// Bytes from `read`, which returns how many it gave or -1, until there are `count` or it gives
  /// none.
  ///
  /// - Returns: the bytes, and 0 or `errno`.
  static func read(
    upTo count: Int, with read: (UnsafeMutableRawBufferPointer, _ done: Int) -> Int
  ) -> (bytes: [UInt8], code: Int32) {
    var code: Int32 = 0
    let bytes = [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
      while filled < count {
        let rest = UnsafeMutableRawBufferPointer(
          UnsafeMutableBufferPointer(rebasing: buffer[filled..<count]))
        let got = read(rest, filled)
        if got > 0 {
          filled += got
        } else if got == 0 || errno != EINTR {
          code = got == 0 ? 0 : errno
          break
        }
      }
    }
    return (bytes, code)
  }
}

/// Numbers as little-endian bytes, which is how zip archives and NumPy's arrays hold them.
package enum LittleEndian {
  /// The bytes of a whole number, the lowest first.
  package static func bytes(_ value: some FixedWidthInteger) -> [UInt8] {
    withUnsafeBytes(of: value.littleEndian) { Array($0) }
  }

  /// The bytes of floats, one after another.
  package static func bytes(_ values: [Float]) -> [UInt8] {
    [UInt8](unsafeUninitializedCapacity: values.count * 4) { buffer, count in
      let raw = UnsafeMutableRawBufferPointer(buffer)
      for (index, value) in values.enumerated() {
        raw.storeBytes(of: value.bitPattern.littleEndian, toByteOffset: index * 4, as: UInt32.self)
      }
      count = values.count * 4
    }
  }

  /// A whole number at `offset`; the bytes must reach that far.
  package static func integer<Number: FixedWidthInteger>(
    _ bytes: UnsafeRawBufferPointer, at offset: Int, as type: Number.Type = Number.self
  ) -> Number {
    Number(littleEndian: bytes.loadUnaligned(fromByteOffset: offset, as: Number.self))
  }

  /// Floats from their bytes.
  package static func floats(_ bytes: [UInt8]) -> [Float] {
    bytes.withUnsafeBytes { buffer in
      (0..<bytes.count / 4).map { Float(bitPattern: integer(buffer, at: $0 * 4)) }
    }
  }
}
