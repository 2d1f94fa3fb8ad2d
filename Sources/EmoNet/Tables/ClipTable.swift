// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

/// A table with one row a clip: everything but the values, which are asked for row by row.
struct ClipTable: Sendable {
  /// What is known of a row besides its values.
  struct Row: Sendable, Equatable {
    /// Path as the list wrote it.
    let path: String
    /// The clip's emotion; nil where the list names none.
    let label: Emotion?
    /// SHA-256 of the clip, 64 hexadecimal digits.
    let checksum: String
  }

  /// Names of the values, `[columns]`.
  let columns: [String]
  let rows: [Row]
  /// Whether the list has labels; without, no column is written for them.
  let hasLabels: Bool
  let provenance: TableProvenance

  /// Writes the table to `path`, which appears when it is whole; `values` gives `[columns]` of a row.
  ///
  /// Rows are asked for in order and not kept. Throws `FileWriteError` and what `values` throws.
  func write(
    to path: String, format: TableFormat, values: (_ row: Int) throws -> [Float]
  ) throws {
    switch format {
    case .csv: try CSVTable.write(self, to: path, values: values)
    case .npz: try NPZTable.write(self, to: path, values: values)
    case .arff: try ARFFTable.write(self, to: path, values: values)
    }
  }
}
