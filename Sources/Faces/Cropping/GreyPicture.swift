// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

import Signal

/// Brightness of a frame, one byte a pixel.
struct GreyPicture: Sendable, Equatable {
  let width: Int
  let height: Int
  /// `[height, width]`, row-major, 0 to 255.
  let values: [UInt8]

  init(width: Int, height: Int, values: [UInt8]) {
    precondition(
      values.count == width * height,
      "a \(width)x\(height) picture needs \(width * height) values, not \(values.count)")
    self.width = width
    self.height = height
    self.values = values
  }

  /// Luma of ITU-R BT.601: 0.299 red + 0.587 green + 0.114 blue, in steps of 1/256.
  init(_ frame: VideoFrame) {
    width = frame.width
    height = frame.height
    let count = frame.width * frame.height
    values = [UInt8](unsafeUninitializedCapacity: count) { target, initialized in
      frame.pixels.withUnsafeBytes { source in
        // Pixels are read with a byte of the next.
        let whole = max(0, count - 1) / 8 * 8
        for i in stride(from: 0, to: whole, by: 8) {
          UnsafeMutableRawBufferPointer(target).storeBytes(
            of: Self.luma(source, at: 3 * i), toByteOffset: i, as: SIMD8<UInt8>.self)
        }
        for i in whole..<count {
          let red = UInt32(source[3 * i])
          let green = UInt32(source[3 * i + 1])
          let blue = UInt32(source[3 * i + 2])
          target[i] = UInt8(
            truncatingIfNeeded: (77 &* red &+ 150 &* green &+ 29 &* blue &+ 128) >> 8)
        }
      }
      initialized = count
    }
  }

  /// The part of the picture that these columns and rows name; beyond the edges, the edge repeats.
  func part(columns: Range<Int>, rows: Range<Int>) -> GreyPicture {
    precondition(width > 0 && height > 0, "a picture without pixels")
    let before = min(columns.count, max(0, -columns.lowerBound))
    let inside = max(0, min(width, columns.upperBound) - max(0, columns.lowerBound))
    var part: [UInt8] = []
    part.reserveCapacity(columns.count * rows.count)
    for row in rows {
      let start = min(max(row, 0), height - 1) * width
      let first = start + max(0, columns.lowerBound)
      part.append(contentsOf: repeatElement(values[start], count: before))
      if inside > 0 { part.append(contentsOf: values[first..<first + inside]) }
      part.append(
        contentsOf: repeatElement(
          values[start + width - 1], count: columns.count - before - inside))
    }
    return GreyPicture(width: columns.count, height: rows.count, values: part)
  }
}

extension GreyPicture {
  /// (77 red + 150 green + 29 blue + 128) / 256 of eight pixels, which needs 16 bits and no more.
  @inline(__always)
  private static func luma(_ source: UnsafeRawBufferPointer, at offset: Int) -> SIMD8<UInt8> {
    var pixels = SIMD8<UInt32>()
    for i in 0..<8 {
      pixels[i] = source.loadUnaligned(fromByteOffset: offset &+ 3 &* i, as: UInt32.self)
    }
    // Products of 16 bits in both halves: 77 red below 29 blue, and 150 green.
    let redBlue = Self.products(pixels & 0xff00ff, SIMD2(77, 29))
    let green = Self.products((pixels &>> 8) & 0xff, SIMD2(150, 0))
    let sum = (redBlue & 0xffff) &+ (redBlue &>> 16) &+ green &+ 128
    return SIMD8<UInt8>(truncatingIfNeeded: sum &>> 8)
  }

  @inline(__always)
  private static func products(
    _ values: SIMD8<UInt32>, _ factors: SIMD2<UInt16>
  ) -> SIMD8<UInt32> {
    var pattern = SIMD16<UInt16>()
    pattern.evenHalf = SIMD8(repeating: factors.x)
    pattern.oddHalf = SIMD8(repeating: factors.y)
    let words = unsafeBitCast(values, to: SIMD16<UInt16>.self) &* pattern
    return unsafeBitCast(words, to: SIMD8<UInt32>.self)
  }
}
