// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

internal import Foundation

/// What made a table of features: extractor, settings and sources; every table carries it.
public struct TableProvenance: Codable, Sendable, Equatable {
  /// A clip that a table was made from.
  public struct Source: Codable, Sendable, Equatable {
    /// Path as the list wrote it.
    public var path: String
    /// SHA-256 of the file, 64 hexadecimal digits.
    public var sha256: String
  }

  /// A clip that the table has no row of.
  public struct Failure: Codable, Sendable, Equatable {
    /// Path as the list wrote it.
    public var path: String
    /// Why.
    public var reason: String
  }

  /// Layout of the tables that this program writes.
  public static let currentFormat = "emonet-features/1"

  /// Layout of the table.
  public var format = Self.currentFormat
  /// What was extracted, such as `audio-is10`.
  public var feature: String
  /// Name and revision of the extractor's arithmetic, such as `is10-1`.
  public var extractor: String
  /// Everything else that decides the values, by name.
  public var settings: [String: String]
  /// The clips, in the order of the rows.
  public var sources: [Source] = []
  /// The clips that have no row, in the order of the list.
  public var failures: [Failure] = []

  /// Whether both were made in the same way, whatever they were made from.
  func isMadeLike(_ other: TableProvenance) -> Bool {
    format == other.format && feature == other.feature && extractor == other.extractor
      && settings == other.settings
  }

  /// The provenance as JSON on one line, keys sorted.
  func text() throws -> String { try CanonicalJSON.text(self) }

  /// Reads what `text` wrote; throws `TableError` that names `path`.
  static func parse(_ text: String, path: String) throws -> TableProvenance {
    do {
      return try JSONDecoder().decode(Self.self, from: Data(text.utf8))
    } catch {
      throw TableError(path: path, reason: "its provenance cannot be read")
    }
  }

  /// Path of the file that holds the provenance of the CSV table at `path`.
  static func path(besideCSV path: String) -> String { path + ".json" }

  /// What made the table at `path`, sources included where the table has them elsewhere.
  ///
  /// Throws `TableError`, also when this program did not write it.
  public static func read(_ path: String) throws -> TableProvenance {
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
      throw TableError(path: path, reason: "it does not say what made it")
    }
    return provenance
  }
}
