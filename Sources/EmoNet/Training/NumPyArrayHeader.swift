// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

internal import Foundation

/// A file that is no `.npy` file that can be read here.
public struct NumPyError: Error, Sendable, Equatable, CustomStringConvertible {
  /// The file.
  public let path: String
  /// What is wrong.
  public let reason: String

  /// One line for people.
  public var description: String { "\(path): \(reason)" }
}

/// The header of a `.npy` file: `{'descr': '|u1', 'fortran_order': False, 'shape': (2, 3), }`.
struct NumPyHeader {
  struct Failure: Error {
    let reason: String
  }

  /// NumPy's name of the elements' type, such as `<f4`.
  let descriptor: String
  let shape: [Int]
  /// Bytes before the first element.
  let length: Int

  init(_ data: Data) throws(Failure) {
    let magic: [UInt8] = [0x93] + Array("NUMPY".utf8)
    guard data.count >= 12, data.prefix(magic.count).elementsEqual(magic) else {
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
    guard try Self.value(of: "fortran_order", in: text).hasPrefix("False") else {
      throw Failure(reason: "the array is stored column by column; row-major is read")
    }
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
