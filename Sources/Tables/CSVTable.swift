// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

import Files
import Foundation

/// Tables as comma-separated values that any reader takes without options.
///
/// Comments would need options, so the provenance stands in a file beside the table. Numbers are the
/// shortest text that reads back as the same single-precision number.
enum CSVTable {
  /// Writes `path[,label],<values>`.
  static func write(
    _ table: ClipTable, to path: String, values: (Int) throws -> [Float]
  ) throws {
    let file = try StreamedFile(path: path)
    try file.append(
      CSVWriter.line(["path"] + (table.classes == nil ? [] : ["label"]) + table.columns))
    for (index, row) in table.rows.enumerated() {
      let labels = table.classes == nil ? [] : [row.label ?? ""]
      try file.append(line([row.path] + labels, try values(index)))
    }
    try finish(file, provenance: table.provenance)
  }

  /// Gives a table its name and puts its provenance beside it.
  ///
  /// The provenance comes last: a table without it counts as not there.
  static func finish(_ file: StreamedFile, provenance: TableProvenance) throws {
    let beside = TableProvenance.path(besideCSV: file.path)
    unlink(beside)
    try file.finish()
    try AtomicFile.write(try provenance.text() + "\n", to: beside)
  }

  /// A record of texts and numbers with its line end.
  static func line(_ fields: [String], _ values: some Collection<Float>) -> String {
    var line = String(CSVWriter.line(fields).dropLast())
    for value in values {
      line += ","
      value.write(to: &line)
    }
    return line + "\n"
  }
}

/// Reads tables with a row a clip: our CSV, and openSMILE's, whose fields stand between semicolons.
enum CSVTableReader {
  /// Hands the rows to `receive`; throws `FileError`.
  static func read(
    _ path: String, receive: (FeatureTable.Row) throws -> Void
  ) throws -> FeatureTable {
    let beside = TableProvenance.path(besideCSV: path)
    let provenance = try (try? String(contentsOfFile: beside, encoding: .utf8)).map {
      try TableProvenance.parse($0, path: beside)
    }
    let lines = try LineReader(path: path)
    guard let first = try lines.next() else {
      throw FileError(
        .malformed, path: path, reason: "the table is empty; its first line names the columns")
    }
    let hasCommas = first.contains(UInt8(ascii: ","))
    let hasSemicolons = first.contains(UInt8(ascii: ";")) && !hasCommas
    let hasTabs = first.contains(UInt8(ascii: "\t")) && !hasCommas && !hasSemicolons
    let reader = CSVReader(lines, dialect: hasSemicolons ? .semicolons : hasTabs ? .tabs : .table)
    let layout = try TableLayout(try reader.fields(of: first), path: path, line: 1)
    var count = 0
    while let record = try reader.next() {
      let source = provenance.flatMap { $0.sources.count > count ? $0.sources[count] : nil }
      let row = try layout.row(record.fields, path: path, line: record.line) { name in
        source?.path == name ? source?.sha256 : nil
      }
      try receive(row)
      count += 1
    }
    return FeatureTable(columns: layout.columns, provenance: provenance)
  }
}
