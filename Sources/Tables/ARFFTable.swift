// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

import Files

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
    if let classes = table.classes {
      try file.append("@attribute class {\(classes.joined(separator: ","))}\n")
    }
    try file.append("\n@data\n")
    for (index, row) in table.rows.enumerated() {
      var line = quoted(row.path, quote)
      for value in try values(index) {
        line += ","
        value.write(to: &line)
      }
      if table.classes != nil { line += ",\(row.label ?? "?")" }
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

/// Reads Weka's format: ours, and openSMILE's with a textual `name` and the class last.
///
/// Attribute types are not looked at: the values that are features must be numbers. Sparse data is an
/// error.
enum ARFFTableReader {
  /// Hands the rows to `receive`; throws `FileError`.
  static func read(
    _ path: String, receive: (FeatureTable.Row) throws -> Void
  ) throws -> FeatureTable {
    let reader = try LineReader(path: path)
    var head = Head(path: path)
    while !head.hasData, let line = try reader.next() { try head.add(line, at: reader.line) }
    guard head.hasData else {
      throw FileError(.malformed, path: path, reason: "there is no line '@data'")
    }
    let records = CSVReader(reader, dialect: .arff)
    let layout = try TableLayout(head.names, path: path, line: reader.line)
    var count = 0
    while let line = try reader.next() {
      guard let first = line.first(where: { $0 != 0x20 && $0 != 0x09 }),
        first != UInt8(ascii: "%")
      else { continue }
      guard first != UInt8(ascii: "{") else {
        throw FileError(
          .malformed, path: path, line: reader.line, reason: "sparse rows are not read")
      }
      let fields = try records.fields(of: line)
      let checksum = head.checksums.count > count ? head.checksums[count] : nil
      try receive(layout.row(fields, path: path, line: reader.line) { _ in checksum })
      count += 1
    }
    return FeatureTable(columns: layout.columns, provenance: head.provenance)
  }

  /// What stands before the data.
  private struct Head {
    let path: String
    var names: [String] = []
    var provenance: TableProvenance?
    /// Of the clips, in the order of the rows.
    var checksums: [String] = []
    var hasData = false

    mutating func add(_ bytes: [UInt8], at line: Int) throws {
      let text = String(decoding: bytes, as: UTF8.self)
      if text.hasPrefix(ARFFTable.provenancePrefix) {
        provenance = try TableProvenance.parse(
          String(text.dropFirst(ARFFTable.provenancePrefix.count)), path: path)
      } else if provenance != nil, text.hasPrefix("% "), text.utf8.count > 68 {
        checksums.append(String(text.dropFirst(2).prefix(64)))
      }
      let words = text.drop { $0 == " " || $0 == "\t" }
      guard words.hasPrefix("@") else { return }
      let keyword = words.prefix { $0 != " " && $0 != "\t" }
      switch keyword.lowercased() {
      case "@data": hasData = true
      case "@attribute":
        guard let name = Self.name(words.dropFirst(keyword.count)) else {
          throw FileError(.malformed, path: path, line: line, reason: "an attribute without a name")
        }
        names.append(name)
      default: break
      }
    }

    /// The attribute's name, which may stand between quotes.
    private static func name(_ text: Substring) -> String? {
      let rest = text.drop { $0 == " " || $0 == "\t" }
      guard let quote = rest.first, quote == "'" || quote == "\"" else {
        let name = rest.prefix { $0 != " " && $0 != "\t" }
        return name.isEmpty ? nil : String(name)
      }
      let inner = rest.dropFirst()
      return inner.firstIndex(of: quote).map { String(inner[..<$0]) }
    }
  }
}
