// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

internal import Foundation

/// A table of features with a row a clip, read row by row from a file.
///
/// Reads what this program writes (CSV, NPZ, ARFF) and openSMILE's ARFF and CSV as they are.
public struct FeatureTable {
  /// One clip's row.
  public struct Row: Sendable, Equatable {
    /// What the row calls its clip.
    public let name: String
    /// The label as written; nil where there is none.
    public let label: String?
    /// SHA-256 of the clip, where the table has it.
    public let checksum: String?
    /// Values, `[columns]`, finite.
    public let values: [Float]
    /// Line of the file, counted from 1; nil for archives.
    public let line: Int?
  }

  /// Names of the values.
  public let columns: [String]
  /// What made the table; nil for one that this program did not write.
  public let provenance: TableProvenance?

  /// Reads the table at `path` and hands its rows to `receive`, in order.
  ///
  /// Throws `TableError`, with the line where one is wrong.
  public static func read(
    _ path: String, receive: (Row) throws -> Void
  ) throws -> FeatureTable {
    switch TableFormat(path: path) {
    case .csv: try CSVTableReader.read(path, receive: receive)
    case .arff: try ARFFTableReader.read(path, receive: receive)
    case .npz: try NPZTableReader.read(path, receive: receive)
    case nil:
      throw TableError(path: path, reason: "the name of a table ends in .csv, .npz or .arff")
    }
  }

  /// Columns of tables and lists that hold no features.
  static let otherColumns: Set<String> = [
    "frametime", "frameindex", "start", "end", "speaker", "split", "corpus", "modality", "sha256",
  ]
  /// Columns that name the clip.
  static let nameColumns: Set<String> = ["path", "name", "file", "filename"]
  /// Columns that hold the label.
  static let labelColumns: Set<String> = ["label", "class", "emotion"]

  /// A feature's value from its text; throws `TableError`.
  static func value(
    _ text: String, column: String, path: String, line: Int
  ) throws(TableError) -> Float {
    guard let value = Float(text), value.isFinite else {
      let what = text.isEmpty || text == "?" ? "no value" : "'\(text)', which is no finite number,"
      throw TableError(path: path, line: line, reason: "\(what) for \(column)")
    }
    return value
  }
}
