// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

package import Files
import Foundation

/// Named tensors and a card of strings, kept in the safetensors format.
///
/// The file is an 8-byte little-endian header length, a JSON header, and the raw little-endian
/// values (https://github.com/huggingface/safetensors). `__metadata__` of the header holds the
/// card.
package struct WeightFile: Sendable {
  /// The tensors by name; each in the layout of the layer that owns it.
  package var tensors: [String: Tensor]
  /// The card: free strings by key.
  package var metadata: [String: String]
  /// The file that it was read from; nil when made in memory.
  package let path: String?
  /// That file's checksum; nil when made in memory.
  package let checksum: DeferredChecksum?

  /// A file in memory.
  package init(tensors: [String: Tensor] = [:], metadata: [String: String] = [:]) {
    self.init(tensors: tensors, metadata: metadata, path: nil, checksum: nil)
  }

  init(
    tensors: [String: Tensor], metadata: [String: String], path: String?,
    checksum: DeferredChecksum?
  ) {
    self.tensors = tensors
    self.metadata = metadata
    self.path = path
    self.checksum = checksum
  }

  /// The tensor called `name`, which must have exactly `shape`.
  ///
  /// - Throws: `FileError` naming the tensor, and both shapes when they differ.
  package func tensor(_ name: String, shape: [Int]) throws -> Tensor {
    guard let tensor = tensors[name] else {
      throw FileError.unfitWeights(
        path, tensor: name, reason: "not in the file; shape \(shape) is expected")
    }
    guard tensor.shape == shape else {
      throw FileError.unfitWeights(
        path, tensor: name,
        reason: "the file holds shape \(tensor.shape), but \(shape) is expected")
    }
    return tensor
  }
}

extension WeightFile {
  /// Opens a file; values stored as F16, BF16, F32, F64 or I64 all arrive as `Float`.
  ///
  /// F32 tensors are not copied: they stand in the mapped file, whose pages the system reads when
  /// they are first used and shares among processes. `write(to:)` renames a new file onto its
  /// place, so tensors read before keep their values; a file must not be overwritten in place while
  /// it is in use. F64 and I64 are rounded to the nearest `Float`.
  /// - Throws: `FileError` when the file cannot be opened or breaks the format in any way.
  package static func read(_ path: String) throws -> WeightFile {
    let file = try ReadableFile(path, operation: "read weights")
    guard file.size >= 8 else {
      throw FileError.unreadableWeights(
        path, reason: "\(file.size) bytes are too few for a safetensors file")
    }
    let mapping = try FileMapping(file)
    let length = UInt64(littleEndian: mapping.bytes.loadUnaligned(as: UInt64.self))
    guard length <= UInt64(WeightFileHeader.maximumLength), Int(length) <= file.size - 8 else {
      throw FileError.unreadableWeights(
        path,
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

  /// The values where they lie in the file, or converted where the file has another type or crooked
  /// addresses.
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

extension WeightFile {
  /// Writes the tensors as F32, beside `path` first, then renamed onto it, so no reader sees a
  /// part.
  ///
  /// The same tensors and metadata give the same bytes.
  /// - Throws: `FileError` when the file cannot be written or a tensor is called `__metadata__`.
  package func write(to path: String) throws {
    guard tensors[WeightFileHeader.metadataKey] == nil else {
      throw FileError(
        .unwritable, path: path, operation: "write weights",
        part: "tensor \(WeightFileHeader.metadataKey)", reason: "this name is kept for the card")
    }
    let names = tensors.keys.sorted()
    let header = try header(names: names)
    let file = try StreamedFile(path: path, operation: "write weights")
    try file.append(LittleEndian.bytes(UInt64(header.count)))
    try file.append(header)
    for name in names {
      // Every platform that emonet is built for is little-endian, as the file is.
      try tensors[name]?.withUnsafeBuffer { try file.append(UnsafeRawBufferPointer($0)) }
    }
    try file.finish()
  }

  /// The JSON header, padded with spaces so that the data starts at a multiple of 8 bytes.
  private func header(names: [String]) throws -> [UInt8] {
    var parts: [String] = []
    if !metadata.isEmpty {
      let card = try metadata.sorted { $0.key < $1.key }
        .map { "\(try Self.quoted($0.key)):\(try Self.quoted($0.value))" }
      parts.append("\"\(WeightFileHeader.metadataKey)\":{\(card.joined(separator: ","))}")
    }
    var start = 0
    for name in names {
      guard let tensor = tensors[name] else { continue }
      let end = start + 4 * tensor.count
      let shape = tensor.shape.map(String.init).joined(separator: ",")
      parts.append(
        "\(try Self.quoted(name)):"
          + "{\"dtype\":\"F32\",\"shape\":[\(shape)],\"data_offsets\":[\(start),\(end)]}")
      start = end
    }
    var bytes = Array("{\(parts.joined(separator: ","))}".utf8)
    bytes.append(contentsOf: repeatElement(UInt8(ascii: " "), count: (8 - bytes.count % 8) % 8))
    return bytes
  }

  private static func quoted(_ text: String) throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = .withoutEscapingSlashes
    return String(decoding: try encoder.encode(text), as: UTF8.self)
  }
}

/// What can be wrong with a weight file.
extension FileError {
  /// A file that breaks the safetensors format.
  static func unreadableWeights(
    _ path: String, tensor: String? = nil, reason: String
  ) -> FileError {
    FileError(
      .malformed, path: path, operation: "read weights", part: tensor.map { "tensor \($0)" },
      reason: reason)
  }

  /// A tensor that a network or an optimiser cannot take; `path` is nil for tensors made in memory.
  package static func unfitWeights(_ path: String?, tensor: String, reason: String) -> FileError {
    FileError(
      .malformed, path: path ?? "", operation: "load weights", part: "tensor \(tensor)",
      reason: reason)
  }
}
