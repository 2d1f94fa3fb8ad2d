// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

import Files
import Foundation

/// A grey picture as PNG, stored without compression.
///
/// After the W3C's PNG specification, 2003, and RFC 1950 and 1951 for what stands in it.
enum PNGImage {
  /// The bytes of a picture of `width` x `height` grey values, row-major, 0 to 255.
  static func data(grey: [UInt8], width: Int, height: Int) -> [UInt8] {
    precondition(
      grey.count == width * height, "\(grey.count) values of \(width) x \(height)")
    // Each row begins with its filter: none.
    let rows = (0..<height).flatMap { row in [0] + grey[row * width..<(row + 1) * width] }
    let head = bigEndian(UInt32(width)) + bigEndian(UInt32(height)) + [8, 0, 0, 0, 0]
    return [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A] + chunk("IHDR", head)
      + chunk("IDAT", zlib(rows)) + chunk("IEND", [])
  }

  /// The picture as the address of an image in a page.
  static func address(grey: [UInt8], width: Int, height: Int) -> String {
    let data = Data(data(grey: grey, width: width, height: height))
    return "data:image/png;base64," + data.base64EncodedString()
  }

  private static func chunk(_ name: String, _ content: [UInt8]) -> [UInt8] {
    let body = Array(name.utf8) + content
    return bigEndian(UInt32(content.count)) + body + bigEndian(CRC32.of(body))
  }

  /// Blocks that are stored as they are, between the header and the checksum of zlib.
  private static func zlib(_ bytes: [UInt8]) -> [UInt8] {
    var result: [UInt8] = [0x78, 0x01]
    var start = 0
    repeat {
      let end = min(bytes.count, start + 0xFFFF)
      let length = UInt16(end - start)
      result.append(end == bytes.count ? 1 : 0)
      result += LittleEndian.bytes(length) + LittleEndian.bytes(~length) + bytes[start..<end]
      start = end
    } while start < bytes.count
    return result + bigEndian(adler32(bytes))
  }

  private static func adler32(_ bytes: [UInt8]) -> UInt32 {
    var (a, b): (UInt32, UInt32) = (1, 0)
    for byte in bytes {
      a = (a + UInt32(byte)) % 65521
      b = (b + a) % 65521
    }
    return b << 16 | a
  }

  private static func bigEndian(_ value: UInt32) -> [UInt8] {
    LittleEndian.bytes(value.byteSwapped)
  }
}
