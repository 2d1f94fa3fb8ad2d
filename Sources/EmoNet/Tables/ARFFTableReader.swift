// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

/// Reads Weka's format: ours, and openSMILE's with a textual `name` and the class last.
///
/// Attribute types are not looked at: the values that are features must be numbers. Sparse data is an
/// error.
enum ARFFTableReader {
  /// Hands the rows to `receive`; throws `TableError`.
  static func read(
    _ path: String, receive: (FeatureTable.Row) throws -> Void
  ) throws -> FeatureTable {
    let reader = try LineReader(path: path)
    var head = Head(path: path)
    while !head.hasData, let line = try reader.next() { try head.add(line, at: reader.line) }
    guard head.hasData else { throw TableError(path: path, reason: "there is no line '@data'") }
    let layout = try TableLayout(head.names, path: path, line: reader.line)
    var count = 0
    while let line = try reader.next() {
      guard let first = line.first(where: { $0 != 0x20 && $0 != 0x09 }),
        first != UInt8(ascii: "%")
      else { continue }
      guard first != UInt8(ascii: "{") else {
        throw TableError(path: path, line: reader.line, reason: "sparse rows are not read")
      }
      guard let fields = DelimitedLine.arff.fields(of: line) else {
        throw TableError(path: path, line: reader.line, reason: "a quoted value does not end")
      }
      let checksum = head.checksums.count > count ? head.checksums[count] : nil
      try receive(layout.row(fields, checksum: checksum, path: path, line: reader.line))
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
          throw TableError(path: path, line: line, reason: "an attribute without a name")
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
