// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

/// One array of an archive.
struct NPZArray {
  /// Extent of each axis, outermost first; empty for a single value.
  let shape: [Int]
  private let descriptor: String
  private let bytes: [UInt8]

  /// An array from its header and the bytes after it; throws when they do not fit.
  init(_ header: NumPyHeader, _ bytes: [UInt8]) throws(NumPyHeader.Failure) {
    shape = header.shape
    descriptor = header.descriptor
    self.bytes = bytes
    guard let width = Int(descriptor.dropFirst(2)) else {
      throw NumPyHeader.Failure(reason: "elements are of type '\(descriptor)'")
    }
    let size = descriptor.hasPrefix("<U") ? 4 * width : width
    var needed = size
    for extent in shape {
      let (product, overflow) = needed.multipliedReportingOverflow(by: extent)
      needed = overflow ? Int.max : product
    }
    guard bytes.count == needed else {
      throw NumPyHeader.Failure(
        reason: "shape \(shape) of \(descriptor) needs \(needed) bytes, but there are "
          + "\(bytes.count)")
    }
  }

  /// The values as single precision; nil when they are no numbers.
  var floats: [Float]? {
    descriptor == "<f4" ? LittleEndian.floats(bytes) : doubles?.map { Float($0) }
  }

  /// The values as double precision; nil when they are no numbers.
  var doubles: [Double]? {
    bytes.withUnsafeBytes { buffer in
      switch descriptor {
      case "<f4": LittleEndian.floats(bytes).map { Double($0) }
      case "<f8":
        (0..<bytes.count / 8).map {
          Double(bitPattern: LittleEndian.integer(buffer, at: $0 * 8))
        }
      case "<i4":
        (0..<bytes.count / 4).map { Double(LittleEndian.integer(buffer, at: $0 * 4) as Int32) }
      default: nil
      }
    }
  }

  /// The values as true or false; nil when they are not.
  var flags: [Bool]? { ["|b1", "|u1"].contains(descriptor) ? bytes.map { $0 != 0 } : nil }

  /// The texts; nil when the values are none.
  var texts: [String]? {
    guard descriptor.hasPrefix("<U"), let width = Int(descriptor.dropFirst(2)) else { return nil }
    guard width > 0 else { return Array(repeating: "", count: shape.reduce(1, *)) }
    return bytes.withUnsafeBytes { buffer in
      (0..<bytes.count / (4 * width)).map { index in
        var text = ""
        for place in 0..<width {
          let code: UInt32 = LittleEndian.integer(buffer, at: (index * width + place) * 4)
          if code == 0 { break }
          text.unicodeScalars.append(Unicode.Scalar(code) ?? "\u{FFFD}")
        }
        return text
      }
    }
  }
}
