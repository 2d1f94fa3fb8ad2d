// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

/// Numbers as little-endian bytes, which is how zip archives and NumPy's arrays hold them.
enum LittleEndian {
  /// The bytes of a whole number, the lowest first.
  static func bytes(_ value: some FixedWidthInteger) -> [UInt8] {
    withUnsafeBytes(of: value.littleEndian) { Array($0) }
  }

  /// The bytes of floats, one after another.
  static func bytes(_ values: [Float]) -> [UInt8] {
    [UInt8](unsafeUninitializedCapacity: values.count * 4) { buffer, count in
      let raw = UnsafeMutableRawBufferPointer(buffer)
      for (index, value) in values.enumerated() {
        raw.storeBytes(of: value.bitPattern.littleEndian, toByteOffset: index * 4, as: UInt32.self)
      }
      count = values.count * 4
    }
  }

  /// A whole number at `offset`; the bytes must reach that far.
  static func integer<Number: FixedWidthInteger>(
    _ bytes: UnsafeRawBufferPointer, at offset: Int, as type: Number.Type = Number.self
  ) -> Number {
    Number(littleEndian: bytes.loadUnaligned(fromByteOffset: offset, as: Number.self))
  }

  /// Floats from their bytes.
  static func floats(_ bytes: [UInt8]) -> [Float] {
    bytes.withUnsafeBytes { buffer in
      (0..<bytes.count / 4).map { Float(bitPattern: integer(buffer, at: $0 * 4)) }
    }
  }
}
