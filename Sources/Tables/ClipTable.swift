// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

/// A table with one row a clip: everything but the values, which are asked for row by row.
package struct ClipTable: Sendable {
  /// What is known of a row besides its values.
  package struct Row: Sendable, Equatable {
    /// Path as the list wrote it.
    package let path: String
    /// The clip's class; nil where the list names none.
    let label: String?
    /// SHA-256 of the clip, 64 hexadecimal digits.
    let checksum: String

    /// A row from its parts.
    package init(path: String, label: String?, checksum: String) {
      self.path = path
      self.label = label
      self.checksum = checksum
    }
  }

  /// Names of the values, `[columns]`.
  let columns: [String]
  let rows: [Row]
  /// The classes that labels may name; nil for a list without labels, of which no column is written.
  let classes: [String]?
  let provenance: TableProvenance

  /// A table from its parts.
  package init(
    columns: [String], rows: [Row], classes: [String]?, provenance: TableProvenance
  ) {
    self.columns = columns
    self.rows = rows
    self.classes = classes
    self.provenance = provenance
  }

  /// Writes the table to `path`, which appears when it is whole; `values` gives `[columns]` of a row.
  ///
  /// Rows are asked for in order and not kept. Throws `FileError` and what `values` throws.
  package func write(
    to path: String, format: TableFormat, values: (_ row: Int) throws -> [Float]
  ) throws {
    switch format {
    case .csv: try CSVTable.write(self, to: path, values: values)
    case .npz: try NPZTable.write(self, to: path, values: values)
    case .arff: try ARFFTable.write(self, to: path, values: values)
    }
  }
}
