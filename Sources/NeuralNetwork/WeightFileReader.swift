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
    let mapping = try FileMapping(file)
    let length = UInt64(littleEndian: mapping.bytes.loadUnaligned(as: UInt64.self))
    guard length <= UInt64(WeightFileHeader.maximumLength), Int(length) <= file.size - 8 else {
      throw WeightError(
        .read, path: path,
        reason: "the header would be \(length) bytes long in a file of \(file.size): cut short, or"
          + " not a safetensors file")
    }
    let start = 8 + Int(length)
    let header = try WeightFileHeader(
      json: Array(mapping.bytes[8..<start]), dataCount: file.size - start, path: path)
    var tensors: [String: Tensor] = [:]
    for entry in header.entries {
      tensors[entry.name] = tensor(
        entry, in: mapping,
        at: start + entry.bytes.lowerBound..<start + entry.bytes.upperBound)
    }
    return WeightFile(
      tensors: tensors, metadata: header.metadata, path: path,
      checksum: DeferredChecksum(of: mapping))
  }

  /// The values where they lie in the file, or converted where the file has another type or crooked addresses.
  private static func tensor(
    _ entry: WeightFileHeader.Entry, in mapping: FileMapping, at bytes: Range<Int>
  ) -> Tensor {
    // Every platform that emonet is built for is little-endian, as the file is.
    let isAligned = bytes.lowerBound.isMultiple(of: MemoryLayout<Float>.alignment)
    if entry.type == .float32, isAligned, !bytes.isEmpty {
      return Tensor(shape: entry.shape, storage: TensorStorage(mapping, bytes: bytes))
    }
    let raw = UnsafeRawBufferPointer(rebasing: mapping.bytes[bytes])
    return Tensor(shape: entry.shape) { values in
      decode(raw, as: entry.type, into: values)
    }
  }

  /// Little-endian values of `type` as floats.
  private static func decode(
    _ raw: UnsafeRawBufferPointer, as type: WeightFileHeader.ElementType,
    into values: UnsafeMutableBufferPointer<Float>
  ) {
    func load<T: FixedWidthInteger>(_ index: Int, _: T.Type) -> T {
      T(littleEndian: raw.loadUnaligned(fromByteOffset: index * MemoryLayout<T>.size, as: T.self))
    }
    for index in values.indices {
      values[index] =
        switch type {
        case .float32: Float(bitPattern: load(index, UInt32.self))
        case .float16: Float(Float16(bitPattern: load(index, UInt16.self)))
        case .brainFloat16: Float(bitPattern: UInt32(load(index, UInt16.self)) << 16)
        case .float64: Float(Double(bitPattern: load(index, UInt64.self)))
        case .int64: Float(load(index, Int64.self))
        }
    }
  }
}
