// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

internal import Foundation

/// Tables as comma-separated values that any reader takes without options.
///
/// Comments would need options, so the provenance stands in a file beside the table. Numbers are the
/// shortest text that reads back as the same single-precision number.
enum CSVTable {
  /// Writes `path[,label],<values>`.
  static func write(
    _ table: ClipTable, to path: String, values: (Int) throws -> [Float]
  ) throws {
    try write(to: path, provenance: table.provenance) { file in
      let labels = table.hasLabels ? ["label"] : []
      try file.append(CSVWriter.line(["path"] + labels + table.columns))
      for (index, row) in table.rows.enumerated() {
        let labels = table.hasLabels ? [row.label?.rawValue ?? ""] : []
        try file.append(line([row.path] + labels, try values(index)))
      }
    }
  }

  /// Writes `frame,timestamp,confidence,success[,track],<values>`.
  static func write(_ table: FrameTable, to path: String, provenance: TableProvenance) throws {
    try write(to: path, provenance: provenance) { file in
      let track = table.tracks == nil ? [] : ["track"]
      try file.append(
        CSVWriter.line(["frame", "timestamp", "confidence", "success"] + track + table.columns))
      let width = table.columns.count
      for row in 0..<table.rowCount {
        var fields = [
          "\(table.frames[row])", "\(table.timestamps[row])", "\(table.confidences[row])",
          table.successes[row] ? "1" : "0",
        ]
        if let tracks = table.tracks { fields.append("\(tracks[row])") }
        try file.append(line(fields, Array(table.values[row * width..<(row + 1) * width])))
      }
    }
  }

  /// The provenance comes last: a table without it counts as not there.
  private static func write(
    to path: String, provenance: TableProvenance, content: (StreamedFile) throws -> Void
  ) throws {
    let beside = TableProvenance.path(besideCSV: path)
    let file = try StreamedFile(path: path)
    try content(file)
    unlink(beside)
    try file.finish()
    try AtomicFile.write(try provenance.text() + "\n", to: beside)
  }

  private static func line(_ fields: [String], _ values: [Float]) -> String {
    var line = String(CSVWriter.line(fields).dropLast())
    for value in values {
      line += ","
      value.write(to: &line)
    }
    return line + "\n"
  }
}
