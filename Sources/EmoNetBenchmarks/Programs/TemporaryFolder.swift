// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

internal import Foundation

/// A folder of its own, which goes with the object.
final class TemporaryFolder: Sendable {
  let path: String

  /// Makes an empty one.
  init() throws {
    path =
      FileManager.default.temporaryDirectory
      .appendingPathComponent("emonet-benchmarks-\(UUID().uuidString)").path
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  /// Path of a file in it.
  func path(of file: String) -> String { "\(path)/\(file)" }

  /// Path of a folder in it, which is made.
  func subfolder(_ name: String) throws -> String {
    let subfolder = path(of: name)
    try FileManager.default.createDirectory(
      atPath: subfolder, withIntermediateDirectories: true)
    return subfolder
  }
}
