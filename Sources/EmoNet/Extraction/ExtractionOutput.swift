// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

public import Tables

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

/// Where the tables of an extraction go.
public struct ExtractionOutput: Sendable, Equatable {
  /// One table of clips in a file of its own, or a folder for everything.
  public enum Place: Sendable, Equatable {
    /// The only table.
    case file(String)
    /// `<folder>/<feature>.<format>` for tables of clips, `<folder>/<feature>/<clip>.<format>` for
    /// those of frames.
    case folder(String)
  }

  /// Where the tables go.
  public let place: Place
  /// How they are written.
  public let format: TableFormat

  /// An output from its parts.
  public init(place: Place, format: TableFormat) {
    self.place = place
    self.format = format
  }

  /// Path of the table of a feature with a row a clip.
  public func path(_ kind: FeatureKind) -> String {
    switch place {
    case .file(let path): path
    case .folder(let folder): "\(folder)/\(kind.rawValue)\(format.suffix)"
    }
  }

  /// Path of a clip's own table of a feature with a row a frame.
  public func path(_ kind: FeatureKind, of clip: ExtractionClip) -> String {
    switch place {
    case .file(let path): path
    case .folder(let folder): "\(folder)/\(kind.rawValue)/\(clip.name)\(format.suffix)"
    }
  }

  /// Path of the file that keeps the rows of unfinished tables.
  public var journalPath: String {
    switch place {
    case .file(let path): "\(path).journal"
    case .folder(let folder): "\(folder)/emonet.journal"
    }
  }
}
