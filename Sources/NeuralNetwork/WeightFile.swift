// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

/// Named tensors and a card of strings, kept in the safetensors format.
///
/// The file is an 8-byte little-endian header length, a JSON header, and the raw little-endian values
/// (https://github.com/huggingface/safetensors). `__metadata__` of the header holds the card.
public struct WeightFile: Sendable {
  /// The tensors by name; each in the layout of the layer that owns it.
  public var tensors: [String: Tensor]
  /// The card: free strings by key.
  public var metadata: [String: String]
  /// The file that it was read from; nil when made in memory.
  public let path: String?
  /// That file's checksum; nil when made in memory.
  public let checksum: DeferredChecksum?

  /// A file in memory.
  public init(tensors: [String: Tensor] = [:], metadata: [String: String] = [:]) {
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

  /// Opens a file; values stored as F16, BF16, F32, F64 or I64 all arrive as `Float`.
  ///
  /// F32 tensors are not copied: they stand in the mapped file, whose pages the system reads when they are first used
  /// and shares among processes. `write(to:)` renames a new file onto its place, so tensors read before keep their
  /// values; a file must not be overwritten in place while it is in use. F64 and I64 are rounded to the nearest `Float`.
  /// - Throws: `WeightError` when the file cannot be opened or breaks the format in any way.
  public static func read(_ path: String) throws -> WeightFile {
    try WeightFileReader.read(path)
  }

  /// Writes the tensors as F32, beside `path` first, then renamed onto it, so no reader sees a part.
  ///
  /// The same tensors and metadata give the same bytes.
  /// - Throws: `WeightError` when the file cannot be written or a tensor is called `__metadata__`.
  public func write(to path: String) throws {
    try WeightFileWriter.write(self, to: path)
  }

  /// The tensor called `name`, which must have exactly `shape`.
  ///
  /// - Throws: `WeightError` naming the tensor, and both shapes when they differ.
  public func tensor(_ name: String, shape: [Int]) throws -> Tensor {
    guard let tensor = tensors[name] else {
      throw WeightError(
        .load, path: path, tensor: name, reason: "not in the file; shape \(shape) is expected")
    }
    guard tensor.shape == shape else {
      throw WeightError(
        .load, path: path, tensor: name,
        reason: "the file holds shape \(tensor.shape), but \(shape) is expected")
    }
    return tensor
  }
}
