// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

internal import Foundation

/// Reads tables with a row a clip: our CSV, and openSMILE's, whose fields stand between semicolons.
enum CSVTableReader {
  /// Hands the rows to `receive`; throws `TableError`.
  static func read(
    _ path: String, receive: (FeatureTable.Row) throws -> Void
  ) throws -> FeatureTable {
    let beside = TableProvenance.path(besideCSV: path)
    let provenance = try (try? String(contentsOfFile: beside, encoding: .utf8)).map {
      try TableProvenance.parse($0, path: beside)
    }
    let reader = try LineReader(path: path)
    guard let header = try reader.next() else {
      throw TableError(path: path, reason: "the table is empty; its first line names the columns")
    }
    let hasSemicolons =
      header.contains(UInt8(ascii: ";")) && !header.contains(UInt8(ascii: ","))
    let splitter: DelimitedLine = hasSemicolons ? .semicolons : .csv
    let layout = try TableLayout(
      try fields(header, splitter, reader, path), path: path, line: 1)
    var count = 0
    while let line = try reader.next() {
      if line.allSatisfy({ $0 == 0x20 || $0 == 0x09 }) { continue }
      let first = reader.line
      let fields = try fields(line, splitter, reader, path)
      let source = provenance.flatMap { $0.sources.count > count ? $0.sources[count] : nil }
      try receive(
        layout.row(
          fields, checksum: source?.path == fields[layout.name] ? source?.sha256 : nil,
          path: path, line: first))
      count += 1
    }
    return FeatureTable(columns: layout.columns, provenance: provenance)
  }

  /// The fields of a record, which goes on in the next line while a quoted field does.
  private static func fields(
    _ line: [UInt8], _ splitter: DelimitedLine, _ reader: LineReader, _ path: String
  ) throws -> [String] {
    let first = reader.line
    var line = line
    while true {
      if let fields = splitter.fields(of: line) { return fields }
      let quoteCount = line.count { $0 == UInt8(ascii: "\"") }
      guard !quoteCount.isMultiple(of: 2), let more = try reader.next() else {
        throw TableError(path: path, line: first, reason: "a quoted field does not end")
      }
      line += [UInt8(ascii: "\n")] + more
    }
  }
}
