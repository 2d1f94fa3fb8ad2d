// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

import Files

/// One array of an archive, of numbers of any size and byte order, or of texts.
struct NPZArray {
  /// Extent of each axis, outermost first; empty for a single value.
  let shape: [Int]
  private let type: NumPyType
  private let isColumnMajor: Bool
  private let bytes: [UInt8]

  /// An array from its header and the bytes after it; throws when they do not fit.
  init(_ header: NPYHeader, _ bytes: [UInt8]) throws(NPYHeader.Failure) {
    shape = header.shape
    isColumnMajor = header.isColumnMajor
    self.bytes = bytes
    guard let type = NumPyType(header.descriptor) else {
      throw NPYHeader.Failure(
        reason: "elements are of type '\(header.descriptor)'; whole numbers, floats of 2, 4 and 8 "
          + "bytes, truth values and texts are read")
    }
    self.type = type
    var needed = type.size
    for extent in shape {
      let (product, overflow) = needed.multipliedReportingOverflow(by: extent)
      guard !overflow else { throw NPYHeader.Failure(reason: "the shape \(shape) is too large") }
      needed = product
    }
    guard bytes.count == needed else {
      throw NPYHeader.Failure(
        reason: "shape \(shape) of \(header.descriptor) needs \(needed) bytes, but there are "
          + "\(bytes.count)")
    }
  }

  /// The values as single precision, row-major; nil when they are no numbers.
  var floats: [Float]? {
    if type == .singles, !isColumnMajor { return LittleEndian.floats(bytes) }
    return doubles?.map { Float($0) }
  }

  /// The values as double precision, row-major; nil when they are no numbers.
  var doubles: [Double]? {
    guard type.kind != .text, type.kind != .bytes else { return nil }
    return bytes.withUnsafeBytes { buffer in
      rowMajor(
        (0..<bytes.count / max(type.size, 1)).map { type.number(buffer, at: $0 * type.size) })
    }
  }

  /// The values as true or false; nil when they are not.
  var flags: [Bool]? {
    switch type.kind {
    case .truth, .unsigned, .signed: doubles?.map { $0 != 0 }
    case .float, .text, .bytes: nil
    }
  }

  /// The values as unsigned bytes, row-major; nil when they are of another type.
  var unsignedBytes: [UInt8]? {
    type.kind == .unsigned && type.size == 1 ? doubles?.map { UInt8($0) } : nil
  }

  /// The texts; nil when the values are none.
  var texts: [String]? {
    guard type.kind == .text || type.kind == .bytes else { return nil }
    guard type.size > 0 else { return Array(repeating: "", count: shape.reduce(1, *)) }
    return bytes.withUnsafeBytes { buffer in
      rowMajor((0..<bytes.count / type.size).map { type.text(buffer, at: $0 * type.size) })
    }
  }

  /// Elements that are stored column by column, in the order of rows.
  private func rowMajor<Element>(_ stored: [Element]) -> [Element] {
    guard isColumnMajor, shape.count > 1, !stored.isEmpty else { return stored }
    var strides: [Int] = []
    var stride = 1
    for extent in shape {
      strides.append(stride)
      stride *= extent
    }
    return stored.indices.map { place in
      var (rest, source) = (place, 0)
      for axis in shape.indices.reversed() {
        source += rest % shape[axis] * strides[axis]
        rest /= shape[axis]
      }
      return stored[source]
    }
  }
}

/// NumPy's name of a type, such as `<f4`: byte order, kind, and size.
struct NumPyType: Equatable {
  enum Kind: Character {
    case float = "f"
    case signed = "i"
    case unsigned = "u"
    case truth = "b"
    case text = "U"
    case bytes = "S"
  }

  let kind: Kind
  /// Bytes of an element.
  let size: Int
  private let isBigEndian: Bool

  /// Little-endian numbers of single precision.
  static let singles = NumPyType("<f4")

  /// The type of a name; nil for one that is not read.
  init?(_ name: String) {
    let letters = Array(name)
    guard letters.count > 2, "<>|=".contains(letters[0]), let kind = Kind(rawValue: letters[1]),
      let number = Int(String(letters[2...])), (0...1 << 28).contains(number)
    else { return nil }
    let isKnown =
      switch kind {
      case .float: [2, 4, 8].contains(number)
      case .signed, .unsigned: [1, 2, 4, 8].contains(number)
      case .truth: number == 1
      case .text, .bytes: true
      }
    guard isKnown else { return nil }
    self.kind = kind
    size = kind == .text ? 4 * number : number
    isBigEndian = letters[0] == ">"
  }

  /// The number at an offset.
  func number(_ bytes: UnsafeRawBufferPointer, at offset: Int) -> Double {
    let bits = integer(bytes, at: offset, count: size)
    switch (kind, size) {
    case (.float, 2): return Double(Self.half(UInt16(truncatingIfNeeded: bits)))
    case (.float, 4): return Double(Float(bitPattern: UInt32(truncatingIfNeeded: bits)))
    case (.float, _): return Double(bitPattern: bits)
    case (.signed, _):
      let unused = 64 - 8 * size
      return Double(Int64(bitPattern: bits << UInt64(unused)) >> Int64(unused))
    default: return Double(bits)
    }
  }

  /// The text at an offset, up to its first zero.
  func text(_ bytes: UnsafeRawBufferPointer, at offset: Int) -> String {
    if kind == .bytes {
      return String(decoding: bytes[offset..<offset + size].prefix { $0 != 0 }, as: UTF8.self)
    }
    var text = ""
    for place in stride(from: offset, to: offset + size, by: 4) {
      let code = UInt32(truncatingIfNeeded: integer(bytes, at: place, count: 4))
      if code == 0 { break }
      text.unicodeScalars.append(Unicode.Scalar(code) ?? "\u{FFFD}")
    }
    return text
  }

  private func integer(_ bytes: UnsafeRawBufferPointer, at offset: Int, count: Int) -> UInt64 {
    (0..<count).reduce(0) { sum, place in
      sum << 8 | UInt64(bytes[offset + (isBigEndian ? place : count - 1 - place)])
    }
  }

  /// A float of 16 bits after IEEE 754, which not every machine's compiler knows.
  private static func half(_ bits: UInt16) -> Float {
    let (exponent, fraction) = (Int(bits >> 10 & 0x1F), Float(bits & 0x3FF))
    let size: Float =
      switch exponent {
      case 0: fraction / 16_777_216
      case 31: fraction == 0 ? .infinity : .nan
      default: (1 + fraction / 1024) * Float(sign: .plus, exponent: exponent - 15, significand: 1)
      }
    return bits >> 15 == 1 ? -size : size
  }
}
