// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

import Foundation

/// The checkout that the tests were built from.
package enum Checkout {
  /// Path of its root.
  package static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().path

  /// The path of something in it.
  package static func path(_ name: String) -> String { "\(root)/\(name)" }

  /// The text of a file in it.
  package static func text(_ name: String) throws -> String {
    try String(contentsOfFile: path(name), encoding: .utf8)
  }

  /// Paths of the files whose name has this ending, relative to the root and sorted; what is hidden or
  /// built is left out.
  package static func files(ending suffix: String) -> [String] {
    let all = FileManager.default.enumerator(atPath: root)
    var found: [String] = []
    while let name = all?.nextObject() as? String {
      if name.split(separator: "/").last?.hasPrefix(".") == true { all?.skipDescendants() }
      if name.hasSuffix(suffix) { found.append(name) }
    }
    return found.sorted()
  }

  /// The model's weights.
  package static let model = path("Weights/emonet.safetensors")
  /// The face detector's weights.
  package static let detector = path("Weights/yunet-2023mar.safetensors")
  /// A slowly moved and zoomed public-domain portrait; the README beside it has its source.
  package static let sampleClip = path("experiments/sample-clip/sample.avi")
}
