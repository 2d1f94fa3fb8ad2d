// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

import Files
import Foundation

/// NumPy's archive of arrays, mapped into memory; arrays must be stored without compression.
struct NPZArchive {
  let path: String
  private let data: Data
  /// Places of the arrays' bytes, by name without `.npy`.
  private var places: [String: Range<Int>] = [:]

  /// Opens an archive; throws `FileError` when it is missing, damaged or compressed.
  init(path: String) throws {
    self.path = path
    data = try FileContents.read(path, isMapped: true)
    places = try data.withUnsafeBytes { try Self.directory($0, path: path) }
  }

  /// The bytes of an array's file; throws `FileError` when there is none of this name.
  func file(_ name: String) throws -> Data {
    guard let place = places[name] else {
      throw FileError(.malformed, path: path, reason: "it holds no array '\(name)'")
    }
    return Data(data[place])
  }

  /// An array; throws `FileError` when there is none of this name or it cannot be read.
  func array(_ name: String) throws -> NPZArray {
    let bytes = try file(name)
    do throws(NPYHeader.Failure) {
      let header = try NPYHeader(Data(bytes.prefix(1 << 16)))
      return try NPZArray(header, Array(bytes.dropFirst(header.length)))
    } catch {
      throw FileError(.malformed, path: path, reason: "array '\(name)': \(error.reason)")
    }
  }

  /// Whether there is an array of this name.
  func contains(_ name: String) -> Bool { places[name] != nil }

  private static func directory(
    _ bytes: UnsafeRawBufferPointer, path: String
  ) throws(FileError) -> [String: Range<Int>] {
    func damaged(_ reason: String) -> FileError {
      FileError(.malformed, path: path, reason: "not an archive of NumPy's: \(reason)")
    }
    // The end record has 22 bytes and may be followed by a comment.
    let last = bytes.count - 22
    guard last >= 0,
      let end = (max(0, last - 0xFFFF)...last).last(where: {
        LittleEndian.integer(bytes, at: $0) as UInt32 == 0x0605_4B50
      })
    else { throw damaged("it has no directory") }
    let count = Int(LittleEndian.integer(bytes, at: end + 10) as UInt16)
    var entry = Int(LittleEndian.integer(bytes, at: end + 16) as UInt32)
    var places: [String: Range<Int>] = [:]
    for _ in 0..<count {
      guard entry + 46 <= bytes.count,
        LittleEndian.integer(bytes, at: entry) as UInt32 == 0x0201_4B50
      else { throw damaged("its directory is cut short") }
      func field(_ offset: Int) -> Int {
        Int(LittleEndian.integer(bytes, at: entry + offset) as UInt16)
      }
      func long(_ offset: Int) -> Int {
        Int(LittleEndian.integer(bytes, at: entry + offset) as UInt32)
      }
      let (nameLength, start) = (field(28), long(42))
      guard entry + 46 + nameLength <= bytes.count, start + 30 <= bytes.count else {
        throw damaged("its directory is cut short")
      }
      var name = String(decoding: bytes[entry + 46..<entry + 46 + nameLength], as: UTF8.self)
      guard field(10) == 0 else {
        throw FileError(
          .malformed, path: path,
          reason: "'\(name)' is compressed; write it with numpy.savez instead")
      }
      let header = { (at: Int) in Int(LittleEndian.integer(bytes, at: start + at) as UInt16) }
      let first = start + 30 + header(26) + header(28)
      guard first + long(24) <= bytes.count else { throw damaged("'\(name)' is cut short") }
      if name.hasSuffix(".npy") { name.removeLast(4) }
      places[name] = first..<first + long(24)
      entry += 46 + nameLength + field(30) + field(32)
    }
    return places
  }
}
