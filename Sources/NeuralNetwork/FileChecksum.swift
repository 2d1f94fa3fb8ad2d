// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

/// Checksums that tell whether a file is the one that was meant.
public enum FileChecksum {
  /// SHA-256 of a file's bytes as 64 lower-case hexadecimal digits; reads it in pieces.
  ///
  /// - Throws: `WeightError` when the file cannot be read.
  public static func sha256(of path: String) throws -> String {
    let file = try ReadableFile(path)
    var hash = SHA256()
    while true {
      let piece = try file.read(upTo: 1 << 20)
      if piece.isEmpty { return hash.hexadecimalDigest() }
      piece.withUnsafeBytes { hash.update($0) }
    }
  }

  /// SHA-256 of bytes in memory as 64 lower-case hexadecimal digits.
  public static func sha256(of bytes: [UInt8]) -> String {
    bytes.withUnsafeBytes { sha256(of: $0) }
  }

  static func sha256(of bytes: UnsafeRawBufferPointer) -> String {
    var hash = SHA256()
    hash.update(bytes)
    return hash.hexadecimalDigest()
  }
}
