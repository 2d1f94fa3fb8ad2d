// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

/// Tables of clips in Weka's format, laid out as openSMILE's: the name first, the class last.
///
/// The name is a nominal attribute rather than text, because SciPy refuses text; Weka takes both.
enum ARFFTable {
  /// Stands before the provenance in a comment line.
  static let provenancePrefix = "% emonet "

  /// Writes the table; missing labels are `?`.
  static func write(
    _ table: ClipTable, to path: String, values: (Int) throws -> [Float]
  ) throws {
    let file = try StreamedFile(path: path)
    // Sources have comment lines of their own: one line with all of them would be long.
    var head = table.provenance
    head.sources = []
    try file.append("\(provenancePrefix)\(try head.text())\n")
    for source in table.provenance.sources {
      try file.append("% \(source.sha256)  \(quoted(source.path))\n")
    }
    try file.append("@relation \(quoted(table.provenance.feature))\n\n")
    var names: Set<String> = []
    let paths = table.rows.map(\.path).filter { names.insert($0).inserted }
    // The same quotes everywhere: SciPy expects those of the first row in all.
    let quote: Unicode.Scalar = paths.contains { $0.contains("'") } ? "\"" : "'"
    let quotedPaths = paths.map { quoted($0, quote) }.joined(separator: ",")
    try file.append("@attribute name {\(quotedPaths)}\n")
    for column in table.columns { try file.append("@attribute \(column) numeric\n") }
    if table.hasLabels {
      try file.append("@attribute class {\(Emotion.names.joined(separator: ","))}\n")
    }
    try file.append("\n@data\n")
    for (index, row) in table.rows.enumerated() {
      var line = quoted(row.path, quote)
      for value in try values(index) {
        line += ","
        value.write(to: &line)
      }
      if table.hasLabels { line += ",\(row.label?.rawValue ?? "?")" }
      try file.append(line + "\n")
    }
    try file.finish()
  }

  /// A text between quotes.
  ///
  /// Only what would end it, and a backslash, has a backslash before it: Weka reads those, SciPy none.
  static func quoted(_ text: String, _ quote: Unicode.Scalar = "'") -> String {
    var result = String(quote)
    for scalar in text.unicodeScalars {
      switch scalar {
      case quote, "\\": result += "\\\(scalar)"
      case "\n": result += "\\n"
      case "\r": result += "\\r"
      case "\t": result += "\\t"
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result + String(quote)
  }
}
