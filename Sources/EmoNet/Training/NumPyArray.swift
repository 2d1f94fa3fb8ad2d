// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

internal import Foundation

/// An array in a NumPy `.npy` file, mapped into memory: pages are read as they are used.
///
/// Reads format versions 1 to 3, row-major, of unsigned bytes or little-endian 32-bit floats
/// (https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html).
public struct NumPyArray: Sendable {
  /// What the elements are.
  public enum ElementType: String, Sendable {
    /// Unsigned bytes, `|u1`.
    case uint8 = "|u1"
    /// Little-endian single precision, `<f4`.
    case float32 = "<f4"

    /// Bytes an element.
    public var size: Int { self == .uint8 ? 1 : 4 }
  }

  /// The file.
  public let path: String
  /// Extent of each axis, outermost first; empty for a single number.
  public let shape: [Int]
  /// What the elements are.
  public let elementType: ElementType
  private let data: Data
  private let offset: Int

  /// Number of elements.
  public var count: Int { shape.reduce(1, *) }

  /// Elements in one row, which is what one index of the first axis stands for.
  public var rowCount: Int { shape.dropFirst().reduce(1, *) }

  /// Opens a file; throws `NumPyError` when it is missing, of another kind, or not as long as it says.
  public static func read(_ path: String) throws -> NumPyArray {
    let data: Data
    do {
      data = try Data(contentsOf: URL(fileURLWithPath: path), options: .alwaysMapped)
    } catch {
      let exists = FileManager.default.fileExists(atPath: path)
      throw NumPyError(path: path, reason: exists ? "cannot be read" : "no such file")
    }
    return try NumPyArray(data, path: path)
  }

  private init(_ data: Data, path: String) throws {
    let header: NumPyHeader
    do {
      header = try NumPyHeader(data)
    } catch {
      throw NumPyError(path: path, reason: error.reason)
    }
    guard let elementType = ElementType(rawValue: header.descriptor) else {
      throw NumPyError(
        path: path,
        reason: "elements are of type '\(header.descriptor)'; |u1 and <f4 are read")
    }
    // Extents come from the file, and their product may be beyond any number.
    var bytes = elementType.size
    for extent in header.shape {
      let (product, overflow) = bytes.multipliedReportingOverflow(by: extent)
      guard !overflow else {
        throw NumPyError(path: path, reason: "the shape \(header.shape) is too large")
      }
      bytes = product
    }
    guard data.count - header.length == bytes else {
      throw NumPyError(
        path: path,
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
  public func bytes(row: Int) -> [UInt8] {
    precondition(elementType == .uint8, "the array is of \(elementType)")
    return Array(data[place(row)])
  }

  /// The floats of one row; the array must be of floats.
  public func floats(row: Int) -> [Float] {
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
