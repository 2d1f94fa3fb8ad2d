// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

/// Reads tables with a row a clip from NumPy's archives, as this program lays them out.
///
/// `values` and `path` must be there; the other arrays may be missing.
enum NPZTableReader {
  /// Hands the rows to `receive`; throws `TableError`.
  static func read(
    _ path: String, receive: (FeatureTable.Row) throws -> Void
  ) throws -> FeatureTable {
    let archive = try NPZArchive(path: path)
    func texts(_ name: String) throws -> [String] {
      guard let texts = try archive.array(name).texts else {
        throw TableError(path: path, reason: "array '\(name)' holds no texts")
      }
      return texts
    }
    let table = try archive.array("values")
    guard table.shape.count == 2, let values = table.floats else {
      throw TableError(
        path: path, reason: "array 'values' is no table of numbers: shape \(table.shape)")
    }
    let (count, width) = (table.shape[0], table.shape[1])
    let paths = try texts("path")
    let labels = archive.contains("label") ? try texts("label") : nil
    let checksums = archive.contains("sha256") ? try texts("sha256") : nil
    let columns =
      archive.contains("columns") ? try texts("columns") : (0..<width).map { "value_\($0)" }
    guard paths.count == count, labels?.count ?? count == count, checksums?.count ?? count == count,
      columns.count == width
    else {
      throw TableError(
        path: path, reason: "its arrays do not belong together: \(count) rows of values")
    }
    for row in 0..<count {
      let own = Array(values[row * width..<(row + 1) * width])
      if let column = own.firstIndex(where: { !$0.isFinite }) {
        throw TableError(
          path: path,
          reason: "row \(row) has \(own[column]), which is no finite number, for \(columns[column])"
        )
      }
      try receive(
        FeatureTable.Row(
          name: paths[row], label: labels.flatMap { $0[row].isEmpty ? nil : $0[row] },
          checksum: checksums?[row], values: own, line: nil))
    }
    return FeatureTable(columns: columns, provenance: try provenance(of: archive))
  }

  /// What made an archive; nil when this program did not write it.
  static func provenance(of archive: NPZArchive) throws -> TableProvenance? {
    guard archive.contains(NPZTable.metadata) else { return nil }
    guard let text = try archive.array(NPZTable.metadata).texts?.first else { return nil }
    return try TableProvenance.parse(text, path: archive.path)
  }
}
