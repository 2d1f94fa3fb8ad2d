// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

/// The start of an array in NumPy's format, version 1.
///
/// https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html
enum NPYHeader {
  private static let magic: [UInt8] = [0x93] + Array("NUMPY".utf8) + [1, 0]
  private static let alignment = 64

  /// The header of an array of `type`, such as `<f4`, in row-major order.
  static func bytes(_ type: String, shape: [Int]) -> [UInt8] {
    let extents = shape.map(String.init).joined(separator: ", ")
    let tuple = shape.count == 1 ? "(\(extents),)" : "(\(extents))"
    var text = "{'descr': '\(type)', 'fortran_order': False, 'shape': \(tuple), }"
    let length = magic.count + 2 + text.utf8.count + 1
    text += String(repeating: " ", count: (alignment - length % alignment) % alignment) + "\n"
    return magic + LittleEndian.bytes(UInt16(text.utf8.count)) + Array(text.utf8)
  }
}
