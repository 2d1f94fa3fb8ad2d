// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

internal import Foundation

/// Writes a safetensors file beside its place, then renames it onto its place.
enum WeightFileWriter {
  static func write(_ file: WeightFile, to path: String) throws {
    let names = file.tensors.keys.sorted()
    guard file.tensors[WeightFileHeader.metadataKey] == nil else {
      throw WeightError(
        .write, path: path, tensor: WeightFileHeader.metadataKey,
        reason: "this name is kept for the card")
    }
    let header = try header(of: file, names: names)
    let temporary = "\(path).\(getpid())-\(UInt32.random(in: 0...UInt32.max)).partial"
    let descriptor = open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o666)
    guard descriptor >= 0 else { throw refusal(path, errno) }
    var isOpen = true
    do {
      let length = withUnsafeBytes(of: UInt64(header.count).littleEndian) { Array($0) }
      try length.withUnsafeBytes { try write($0, to: descriptor, path) }
      try header.withUnsafeBytes { try write($0, to: descriptor, path) }
      for name in names {
        // Every platform that emonet is built for is little-endian, as the file is.
        try file.tensors[name]?.withUnsafeBuffer {
          try write(UnsafeRawBufferPointer($0), to: descriptor, path)
        }
      }
      guard fsync(descriptor) == 0 else { throw refusal(path, errno) }
      isOpen = false
      guard close(descriptor) == 0 else { throw refusal(path, errno) }
      guard rename(temporary, path) == 0 else { throw refusal(path, errno) }
    } catch {
      if isOpen { close(descriptor) }
      unlink(temporary)
      throw error
    }
    synchronizeFolder(of: path)
  }

  /// The JSON header, padded with spaces so that the data starts at a multiple of 8 bytes.
  private static func header(of file: WeightFile, names: [String]) throws -> [UInt8] {
    var parts: [String] = []
    if !file.metadata.isEmpty {
      let card = try file.metadata.sorted { $0.key < $1.key }
        .map { "\(try quoted($0.key)):\(try quoted($0.value))" }
      parts.append("\"\(WeightFileHeader.metadataKey)\":{\(card.joined(separator: ","))}")
    }
    var start = 0
    for name in names {
      guard let tensor = file.tensors[name] else { continue }
      let end = start + 4 * tensor.count
      let shape = tensor.shape.map(String.init).joined(separator: ",")
      parts.append(
        "\(try quoted(name)):"
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

  private static func write(
    _ bytes: UnsafeRawBufferPointer, to descriptor: Int32, _ path: String
  ) throws {
    var rest = bytes[...]
    while !rest.isEmpty {
      let written = Foundation.write(
        descriptor, UnsafeRawBufferPointer(rebasing: rest).baseAddress, rest.count)
      if written > 0 {
        rest = rest.dropFirst(written)
      } else if written < 0, errno != EINTR {
        throw refusal(path, errno)
      }
    }
  }

  /// Makes the rename itself survive a power cut; where a folder cannot be synchronised the file is whole anyway.
  private static func synchronizeFolder(of path: String) {
    let folder = URL(fileURLWithPath: path).deletingLastPathComponent().path
    let descriptor = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard descriptor >= 0 else { return }
    fsync(descriptor)
    close(descriptor)
  }

  private static func refusal(_ path: String, _ code: Int32) -> WeightError {
    WeightError(.write, path: path, code: code, reason: String(cString: strerror(code)))
  }
}
