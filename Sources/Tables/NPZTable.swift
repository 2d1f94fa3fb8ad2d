// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

import Files

/// Tables as NumPy's archive: `metadata`, the rows' keys, `columns` with the names, and `values`.
enum NPZTable {
  static let metadata = "metadata"

  /// Writes `metadata`, `path`, `label` where there are labels, `sha256`, `columns`, `values`.
  static func write(
    _ table: ClipTable, to path: String, values: (Int) throws -> [Float]
  ) throws {
    // The sources are arrays of their own.
    var head = table.provenance
    head.sources = []
    let zip = try ZipWriter(path: path)
    try add(try head.text(), metadata, to: zip)
    try add(table.rows.map(\.path), "path", to: zip)
    if table.classes != nil { try add(table.rows.map { $0.label ?? "" }, "label", to: zip) }
    try add(table.rows.map(\.checksum), "sha256", to: zip)
    try add(table.columns, "columns", to: zip)
    try zip.add("values.npy") { append in
      try append(NPYHeader.bytes("<f4", shape: [table.rows.count, table.columns.count]))
      for row in table.rows.indices { try append(LittleEndian.bytes(try values(row))) }
    }
    try zip.finish()
  }

  /// Texts as an array of fixed-width UTF-32, which is how NumPy keeps them, `[count]`.
  static func add(_ texts: [String], _ name: String, to zip: ZipWriter) throws {
    let width = max(1, texts.map(\.unicodeScalars.count).max() ?? 1)
    try zip.add("\(name).npy") { append in
      try append(NPYHeader.bytes("<U\(width)", shape: [texts.count]))
      for text in texts { try append(utf32(text, width: width)) }
    }
  }

  /// One text as an array without axes.
  static func add(_ text: String, _ name: String, to zip: ZipWriter) throws {
    let width = max(1, text.unicodeScalars.count)
    try zip.add("\(name).npy") { append in
      try append(NPYHeader.bytes("<U\(width)", shape: []))
      try append(utf32(text, width: width))
    }
  }

  private static func utf32(_ text: String, width: Int) -> [UInt8] {
    let bytes = text.unicodeScalars.flatMap { LittleEndian.bytes($0.value) }
    return bytes + [UInt8](repeating: 0, count: 4 * width - bytes.count)
  }
}

/// Reads tables with a row a clip from NumPy's archives, as this program lays them out.
///
/// `values` and `path` must be there; the other arrays may be missing.
enum NPZTableReader {
  /// Hands the rows to `receive`; throws `FileError`.
  static func read(
    _ path: String, receive: (FeatureTable.Row) throws -> Void
  ) throws -> FeatureTable {
    let archive = try NPZArchive(path: path)
    func texts(_ name: String) throws -> [String] {
      guard let texts = try archive.array(name).texts else {
        throw FileError(.malformed, path: path, reason: "array '\(name)' holds no texts")
      }
      return texts
    }
    let table = try archive.array("values")
    guard table.shape.count == 2, let values = table.floats else {
      throw FileError(
        .malformed, path: path,
        reason: "array 'values' is no table of numbers: shape \(table.shape)")
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
      throw FileError(
        .malformed, path: path, reason: "its arrays do not belong together: \(count) rows of values"
      )
    }
    for row in 0..<count {
      let own = Array(values[row * width..<(row + 1) * width])
      if let column = own.firstIndex(where: { !$0.isFinite }) {
        throw FileError(
          .malformed, path: path,
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
