// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

import Files
import Foundation

/// The header of an array in NumPy's format: `{'descr': '|u1', 'fortran_order': False, 'shape': (2, 3), }`.
///
/// https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html; versions 1 to 3 are read, 1 is written.
struct NPYHeader {
  /// Why bytes are no header that can be read.
  struct Failure: Error {
    let reason: String
  }

  /// NumPy's name of the elements' type, such as `<f4`.
  let descriptor: String
  let shape: [Int]
  /// Whether elements are stored column by column.
  let isColumnMajor: Bool
  /// Bytes before the first element.
  let length: Int

  private static let magic: [UInt8] = [0x93] + Array("NUMPY".utf8)
  private static let alignment = 64

  /// The bytes of a header of an array of `type`, such as `<f4`, in row-major order.
  static func bytes(_ type: String, shape: [Int]) -> [UInt8] {
    let extents = shape.map(String.init).joined(separator: ", ")
    let tuple = shape.count == 1 ? "(\(extents),)" : "(\(extents))"
    var text = "{'descr': '\(type)', 'fortran_order': False, 'shape': \(tuple), }"
    let start = magic + [1, 0]
    let length = start.count + 2 + text.utf8.count + 1
    text += String(repeating: " ", count: (alignment - length % alignment) % alignment) + "\n"
    return start + LittleEndian.bytes(UInt16(text.utf8.count)) + Array(text.utf8)
  }

  /// Reads the header that `data` begins with.
  init(_ data: Data) throws(Failure) {
    guard data.count >= 12, data.prefix(Self.magic.count).elementsEqual(Self.magic) else {
      throw Failure(reason: "not a .npy file")
    }
    let version = data[6]
    guard (1...3).contains(version) else {
      throw Failure(reason: "version \(version) of .npy is not known")
    }
    // The length has two bytes in version 1 and four later.
    let sizes = version == 1 ? 8..<10 : 8..<12
    let textLength = sizes.reversed().reduce(0) { $0 << 8 | Int(data[$1]) }
    length = sizes.upperBound + textLength
    guard length <= data.count else { throw Failure(reason: "the header is cut short") }
    let text = String(decoding: data[sizes.upperBound..<length], as: UTF8.self)

    let description = try Self.value(of: "descr", in: text)
    guard let quote = description.first, quote == "'" || quote == "\"",
      let name = description.dropFirst().split(
        separator: quote, maxSplits: 1, omittingEmptySubsequences: false
      ).first
    else { throw Failure(reason: "elements are of a compound type") }
    descriptor = String(name)
    isColumnMajor = try Self.value(of: "fortran_order", in: text).hasPrefix("True")
    shape = try Self.shape(try Self.value(of: "shape", in: text))
  }

  /// What follows a key and its colon.
  private static func value(of key: String, in text: String) throws(Failure) -> Substring {
    for quote in ["'", "\""] {
      guard let range = text.range(of: quote + key + quote) else { continue }
      let rest = text[range.upperBound...].drop { $0 == " " }
      guard rest.first == ":" else { continue }
      return rest.dropFirst().drop { $0 == " " }
    }
    throw Failure(reason: "the header has no '\(key)'")
  }

  private static func shape(_ text: Substring) throws(Failure) -> [Int] {
    guard text.first == "(", let end = text.firstIndex(of: ")") else {
      throw Failure(reason: "the header's shape is not a tuple")
    }
    var shape: [Int] = []
    for part in text[..<end].dropFirst().split(separator: ",") {
      let number = part.filter { $0 != " " }
      if number.isEmpty { continue }
      guard let extent = Int(number), extent >= 0 else {
        throw Failure(reason: "the header's shape holds '\(number)'")
      }
      shape.append(extent)
    }
    return shape
  }
}

/// An array in a NumPy `.npy` file, mapped into memory: pages are read as they are used.
///
/// Reads format versions 1 to 3, row-major, of unsigned bytes or little-endian 32-bit floats
/// (https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html).
package struct NumPyArray: Sendable {
  /// What the elements are.
  package enum ElementType: String, Sendable {
    /// Unsigned bytes, `|u1`.
    case uint8 = "|u1"
    /// Little-endian single precision, `<f4`.
    case float32 = "<f4"

    /// Bytes an element.
    package var size: Int { self == .uint8 ? 1 : 4 }
  }

  /// The file.
  package let path: String
  /// Extent of each axis, outermost first; empty for a single number.
  package let shape: [Int]
  /// What the elements are.
  package let elementType: ElementType
  private let data: Data
  private let offset: Int

  /// Number of elements.
  package var count: Int { shape.reduce(1, *) }

  /// Elements in one row, which is what one index of the first axis stands for.
  package var rowCount: Int { shape.dropFirst().reduce(1, *) }

  /// Opens a file; throws `FileError` when it is missing, of another kind, or not as long as it says.
  package static func read(_ path: String) throws -> NumPyArray {
    try NumPyArray(FileContents.read(path, isMapped: true), path: path)
  }

  init(_ data: Data, path: String) throws {
    let header: NPYHeader
    do {
      header = try NPYHeader(data)
    } catch {
      throw FileError(.malformed, path: path, reason: error.reason)
    }
    guard !header.isColumnMajor else {
      throw FileError(
        .malformed, path: path,
        reason: "the array is stored column by column; write it with numpy.ascontiguousarray")
    }
    guard let elementType = ElementType(rawValue: header.descriptor) else {
      throw FileError(
        .malformed, path: path,
        reason: "elements are of type '\(header.descriptor)'; |u1 and <f4 are read")
    }
    // Extents come from the file, and their product may be beyond any number.
    var bytes = elementType.size
    for extent in header.shape {
      let (product, overflow) = bytes.multipliedReportingOverflow(by: extent)
      guard !overflow else {
        throw FileError(.malformed, path: path, reason: "the shape \(header.shape) is too large")
      }
      bytes = product
    }
    guard data.count - header.length == bytes else {
      throw FileError(
        .malformed, path: path,
        reason: "shape \(header.shape) of \(elementType.rawValue) needs \(bytes) bytes, "
          + "but \(data.count - header.length) follow the header")
    }
    self.path = path
    self.data = data
    shape = header.shape
    self.elementType = elementType
    offset = header.length
  }

  /// The bytes of one row; the array must be of bytes.
  package func bytes(row: Int) -> [UInt8] {
    precondition(elementType == .uint8, "the array is of \(elementType)")
    return Array(data[place(row)])
  }

  /// The floats of one row; the array must be of floats.
  package func floats(row: Int) -> [Float] {
    precondition(elementType == .float32, "the array is of \(elementType)")
    let bytes = data[place(row)]
    return bytes.withUnsafeBytes { buffer in
      (0..<rowCount).map { index in
        Float(
          bitPattern: UInt32(
            littleEndian: buffer.loadUnaligned(fromByteOffset: index * 4, as: UInt32.self)))
      }
    }
  }

  private func place(_ row: Int) -> Range<Int> {
    precondition(!shape.isEmpty && row >= 0 && row < shape[0], "row \(row) of shape \(shape)")
    let size = rowCount * elementType.size
    return offset + row * size..<offset + (row + 1) * size
  }
}
