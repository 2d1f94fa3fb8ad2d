// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

internal import Foundation

/// Reads and checks a safetensors file.
enum WeightFileReader {
  static func read(_ path: String) throws -> WeightFile {
    let file = try ReadableFile(path)
    guard file.size >= 8 else {
      throw WeightError(
        .read, path: path, reason: "\(file.size) bytes are too few for a safetensors file")
    }
    let lengthBytes = try file.read(count: 8)
    let length = lengthBytes.reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
    guard length <= UInt64(WeightFileHeader.maximumLength), Int(length) <= file.size - 8 else {
      throw WeightError(
        .read, path: path,
        reason: "the header would be \(length) bytes long in a file of \(file.size): cut short, or"
          + " not a safetensors file")
    }
    let header = try WeightFileHeader(
      json: try file.read(count: Int(length)), dataCount: file.size - 8 - Int(length), path: path)
    var tensors: [String: Tensor] = [:]
    for entry in header.entries {
      // The entries lie one after another, so reading on is enough.
      let bytes = try file.read(count: entry.bytes.count)
      tensors[entry.name] = Tensor(
        shape: entry.shape, decode(bytes, as: entry.type, count: entry.count))
    }
    return WeightFile(tensors: tensors, metadata: header.metadata, path: path)
  }

  /// `count` little-endian values of `type` as floats.
  private static func decode(
    _ bytes: [UInt8], as type: WeightFileHeader.ElementType, count: Int
  ) -> [Float] {
    bytes.withUnsafeBytes { raw in
      func load<T: FixedWidthInteger>(_ index: Int, _: T.Type) -> T {
        T(littleEndian: raw.loadUnaligned(fromByteOffset: index * MemoryLayout<T>.size, as: T.self))
      }
      return switch type {
      case .float32: (0..<count).map { Float(bitPattern: load($0, UInt32.self)) }
      case .float16: (0..<count).map { Float(Float16(bitPattern: load($0, UInt16.self))) }
      case .brainFloat16: (0..<count).map { Float(bitPattern: UInt32(load($0, UInt16.self)) << 16) }
      case .float64: (0..<count).map { Float(Double(bitPattern: load($0, UInt64.self))) }
      case .int64: (0..<count).map { Float(load($0, Int64.self)) }
      }
    }
  }
}
