// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

/// A clip to extract features from.
public struct ExtractionClip: Sendable, Hashable {
  /// Path as the tables name it.
  public let path: String
  /// Path to open.
  public let resolvedPath: String
  /// Relative path after which the clip's own tables are named.
  public let name: String
  /// The clip's emotion; nil where none is known.
  public let label: Emotion?

  /// A clip from its parts.
  public init(path: String, resolvedPath: String, name: String, label: Emotion? = nil) {
    self.path = path
    self.resolvedPath = resolvedPath
    self.name = name
    self.label = label
  }
}
