// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

import Files
import Foundation

/// What made a table of features: extractor, settings and sources; every table carries it.
package struct TableProvenance: Codable, Sendable, Equatable {
  /// A clip that a table was made from.
  package struct Source: Codable, Sendable, Equatable {
    /// Path as the list wrote it.
    package var path: String
    /// SHA-256 of the file, 64 hexadecimal digits.
    package var sha256: String

    /// A source from its parts.
    package init(path: String, sha256: String) {
      self.path = path
      self.sha256 = sha256
    }
  }

  /// A clip that the table has no row of.
  package struct Failure: Codable, Sendable, Equatable {
    /// Path as the list wrote it.
    package var path: String
    /// Why.
    package var reason: String

    /// A failure from its parts.
    package init(path: String, reason: String) {
      self.path = path
      self.reason = reason
    }
  }

  /// Layout of the tables that this program writes.
  package static let currentFormat = "emonet-features/1"

  /// Layout of the table.
  package var format = Self.currentFormat
  /// What was extracted, such as `audio-is10`.
  package var feature: String
  /// Name and revision of the extractor's arithmetic, such as `is10-1`.
  package var extractor: String
  /// Everything else that decides the values, by name.
  package var settings: [String: String]
  /// The clips, in the order of the rows.
  package var sources: [Source] = []
  /// The clips that have no row, in the order of the list.
  package var failures: [Failure] = []

  /// A provenance without sources yet.
  package init(feature: String, extractor: String, settings: [String: String]) {
    self.feature = feature
    self.extractor = extractor
    self.settings = settings
  }

  /// Whether both were made in the same way, whatever they were made from.
  package func isMadeLike(_ other: TableProvenance) -> Bool {
    format == other.format && feature == other.feature && extractor == other.extractor
      && settings == other.settings
  }

  /// The provenance as JSON on one line, keys sorted.
  package func text() throws -> String { try CanonicalJSON.text(self) }

  /// Reads what `text` wrote; throws `FileError` that names `path`.
  static func parse(_ text: String, path: String) throws -> TableProvenance {
    do {
      return try JSONDecoder().decode(Self.self, from: Data(text.utf8))
    } catch {
      throw FileError(.malformed, path: path, reason: "its provenance cannot be read")
    }
  }

  /// Path of the file that holds the provenance of the CSV table at `path`.
  package static func path(besideCSV path: String) -> String { path + ".json" }

  /// What made the table at `path`, sources included where the table has them elsewhere.
  ///
  /// Throws `FileError`, also when this program did not write it.
  package static func read(_ path: String) throws -> TableProvenance {
    var provenance: TableProvenance?
    switch TableFormat(path: path) {
    case .csv:
      let beside = Self.path(besideCSV: path)
      provenance = try (try? String(contentsOfFile: beside, encoding: .utf8)).map {
        try parse($0, path: beside)
      }
    case .npz: provenance = try NPZTableReader.provenance(of: try NPZArchive(path: path))
    case .arff:
      if let line = try LineReader(path: path).next() {
        let text = String(decoding: line, as: UTF8.self)
        if text.hasPrefix(ARFFTable.provenancePrefix) {
          provenance = try parse(
            String(text.dropFirst(ARFFTable.provenancePrefix.count)), path: path)
        }
      }
    case nil: break
    }
    guard let provenance else {
      throw FileError(.malformed, path: path, reason: "it does not say what made it")
    }
    return provenance
  }
}

/// How a table of features is written.
public enum TableFormat: String, Sendable, Codable, CaseIterable {
  /// Comma-separated values with a header; the provenance stands beside it, in `<name>.json`.
  case csv
  /// NumPy's archive of arrays; the provenance is the array `metadata`.
  case npz
  /// Weka's attribute-relation format, for tables of one row a clip; the provenance is a comment.
  case arff

  /// The file name's ending, with its dot.
  public var suffix: String { ".\(rawValue)" }

  /// The format that a path's ending names; nil for any other ending.
  public init?(path: String) {
    guard let format = Self.allCases.first(where: { path.lowercased().hasSuffix($0.suffix) })
    else { return nil }
    self = format
  }
}
