// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

import Files

/// Named arrays of any kind in one of NumPy's archives: what `numpy.savez` writes and `numpy.load` reads.
package struct ArrayArchive {
  /// What an array holds, and its shape; the first axis is the rows.
  package enum Content: Sendable, Equatable {
    /// Texts, `[count]`.
    case texts([String])
    /// One text without axes.
    case text(String)
    /// Numbers in single precision.
    case floats([Float], shape: [Int])
    /// Numbers in double precision, `[count]`.
    case doubles([Double])
    /// Whole numbers that 32 bits hold, `[count]`.
    case integers([Int])
    /// True or false, `[count]`.
    case flags([Bool])
    /// Unsigned bytes.
    case bytes([UInt8], shape: [Int])
  }

  private let archive: NPZArchive

  /// Opens an archive; throws `FileError` when it is missing, damaged or compressed.
  package init(path: String) throws { archive = try NPZArchive(path: path) }

  /// Writes arrays in order, stored as they are: the same arrays are the same bytes. Throws `FileError`.
  package static func write(_ arrays: [(name: String, content: Content)], to path: String) throws {
    let zip = try ZipWriter(path: path)
    for (name, content) in arrays {
      switch content {
      case .texts(let texts): try NPZTable.add(texts, name, to: zip)
      case .text(let text): try NPZTable.add(text, name, to: zip)
      case .floats(let values, let shape):
        try add(name, "<f4", shape, LittleEndian.bytes(values), to: zip)
      case .doubles(let values):
        let bytes = values.flatMap { LittleEndian.bytes($0.bitPattern) }
        try add(name, "<f8", [values.count], bytes, to: zip)
      case .integers(let values):
        let bytes = values.flatMap { LittleEndian.bytes(Int32(clamping: $0)) }
        try add(name, "<i4", [values.count], bytes, to: zip)
      case .flags(let values):
        try add(name, "|b1", [values.count], values.map { $0 ? 1 : 0 }, to: zip)
      case .bytes(let values, let shape): try add(name, "|u1", shape, values, to: zip)
      }
    }
    try zip.finish()
  }

  private static func add(
    _ name: String, _ type: String, _ shape: [Int], _ bytes: [UInt8], to zip: ZipWriter
  ) throws {
    try zip.add("\(name).npy") { append in
      try append(NPYHeader.bytes(type, shape: shape))
      try append(bytes)
    }
  }

  /// Whether there is an array of this name.
  package func contains(_ name: String) -> Bool { archive.contains(name) }

  /// The one text of an array; throws `FileError`.
  package func text(_ name: String) throws -> String {
    guard let text = try archive.array(name).texts?.first else { throw wrong(name, "no text") }
    return text
  }

  /// Texts, `[count]`; throws `FileError`, also when there are not `count` of them.
  package func texts(_ name: String, count: Int? = nil) throws -> [String] {
    let array = try archive.array(name)
    guard let texts = array.texts else { throw wrong(name, "no texts") }
    try check(name, texts.count, count)
    return texts
  }

  /// Finite numbers with as many axes as the array has, and their shape; throws `FileError`.
  package func floats(_ name: String) throws -> (values: [Float], shape: [Int]) {
    let array = try archive.array(name)
    guard let values = array.floats else { throw wrong(name, "no numbers") }
    guard values.allSatisfy(\.isFinite) else { throw wrong(name, "numbers that are not finite") }
    return (values, array.shape)
  }

  /// Finite numbers, `[count]`; throws `FileError`.
  package func doubles(_ name: String, count: Int? = nil) throws -> [Double] {
    let array = try archive.array(name)
    guard let values = array.doubles else { throw wrong(name, "no numbers") }
    guard values.allSatisfy(\.isFinite) else { throw wrong(name, "numbers that are not finite") }
    try check(name, values.count, count)
    return values
  }

  /// True or false, `[count]`; throws `FileError`.
  package func flags(_ name: String, count: Int? = nil) throws -> [Bool] {
    guard let values = try archive.array(name).flags else { throw wrong(name, "no flags") }
    try check(name, values.count, count)
    return values
  }

  /// An array of bytes or floats, row by row; throws `FileError`.
  package func array(_ name: String) throws -> NumPyArray {
    try NumPyArray(archive.file(name), path: archive.path)
  }

  /// Unsigned bytes and their shape; throws `FileError`.
  package func bytes(_ name: String) throws -> (values: [UInt8], shape: [Int]) {
    let array = try archive.array(name)
    guard let values = array.unsignedBytes else { throw wrong(name, "no unsigned bytes") }
    return (values, array.shape)
  }

  private func check(_ name: String, _ found: Int, _ count: Int?) throws {
    guard let count, found != count else { return }
    throw FileError(
      .malformed, path: archive.path,
      reason: "array '\(name)' has \(found) values where \(count) belong")
  }

  private func wrong(_ name: String, _ what: String) -> FileError {
    FileError(.malformed, path: archive.path, reason: "array '\(name)' holds \(what)")
  }
}
