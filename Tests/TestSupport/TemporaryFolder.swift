// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

package import Foundation

/// A folder of a test's own, removed when the test lets go of it.
package final class TemporaryFolder: Sendable {
  package let path: String

  /// A folder with these files in it, by relative path and content.
  package init(_ files: [String: String] = [:]) throws {
    path =
      FileManager.default.temporaryDirectory
      .appendingPathComponent("emonet-tests-\(UUID().uuidString)").path
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    for (name, content) in files { try write(name, Data(content.utf8)) }
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  /// The path of something in the folder.
  package static func / (folder: TemporaryFolder, name: String) -> String {
    "\(folder.path)/\(name)"
  }

  /// Writes a file, and the folders that it lies in.
  package func write(_ name: String, _ data: Data) throws {
    let file = URL(fileURLWithPath: self / name)
    try FileManager.default.createDirectory(
      at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
    try data.write(to: file)
  }

  /// The text of a file in the folder.
  package func text(_ name: String) throws -> String {
    try String(contentsOfFile: self / name, encoding: .utf8)
  }

  /// The names of what stands in the folder, sorted.
  package func names() throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: path).sorted()
  }
}
