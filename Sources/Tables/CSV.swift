// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

package import Files

/// One record of a table and where it begins.
package struct CSVRecord: Sendable, Equatable {
  /// The fields as written, without their quotes.
  package let fields: [String]
  /// Line of the text on which the record begins, counted from 1.
  package let line: Int
}

/// How the fields of a record are told apart.
struct CSVDialect: Sendable {
  /// The byte between fields.
  let delimiter: UInt8
  /// Bytes that may stand round a field; a doubled one inside stands for itself.
  let quotes: [UInt8]
  /// Whether a backslash inside quotes takes the next byte as it is, as in ARFF, and a quote that is doubled
  /// ends its field.
  var hasEscapes = false
  /// Whether white space round a field is no part of it, be the field quoted or not.
  var trimsSpace = true

  /// Comma-separated values as RFC 4180 defines them.
  static let strict = CSVDialect(
    delimiter: UInt8(ascii: ","), quotes: [UInt8(ascii: "\"")], trimsSpace: false)
  /// Comma-separated values of tables that other programs may have written.
  static let table = CSVDialect(delimiter: UInt8(ascii: ","), quotes: [UInt8(ascii: "\"")])
  /// Values between tabs.
  static let tabs = CSVDialect(
    delimiter: UInt8(ascii: "\t"), quotes: [UInt8(ascii: "\"")], trimsSpace: false)
  /// What openSMILE calls CSV.
  static let semicolons = CSVDialect(
    delimiter: UInt8(ascii: ";"), quotes: [UInt8(ascii: "'"), UInt8(ascii: "\"")])
  /// A data line of ARFF.
  static let arff = CSVDialect(
    delimiter: UInt8(ascii: ","), quotes: [UInt8(ascii: "'"), UInt8(ascii: "\"")],
    hasEscapes: true)
}

/// Reads records of fields, one after the other, in time and memory that grow with a record's length.
///
/// Comma-separated values as RFC 4180 defines them, with departures that accept more: lines may end in LF,
/// CRLF or CR, a byte order mark at the start is dropped, blank lines are skipped (but counted), and a quote
/// inside an unquoted field stands for itself.
package final class CSVReader {
  private let lines: LineReader
  var dialect: CSVDialect
  /// The line that is being read, and how far.
  private var bytes: [UInt8] = []
  private var position = 0

  init(_ lines: LineReader, dialect: CSVDialect) {
    self.lines = lines
    self.dialect = dialect
  }

  /// Splits a text into its records as if it stood in the file `path`; throws `FileError` at the first broken one.
  ///
  /// - Parameter delimiter: the byte between fields.
  package static func records(
    in text: String, path: String, delimiter: UInt8 = UInt8(ascii: ",")
  ) throws(FileError) -> [CSVRecord] {
    let dialect = CSVDialect(
      delimiter: delimiter, quotes: CSVDialect.strict.quotes, trimsSpace: false)
    let reader = CSVReader(LineReader(text: text, path: path), dialect: dialect)
    var records: [CSVRecord] = []
    while let record = try reader.next() { records.append(record) }
    return records
  }

  /// The next record that is not blank; nil at the end. Throws `FileError`.
  func next() throws(FileError) -> CSVRecord? {
    while let line = try lines.next() {
      if line.allSatisfy(Self.isSpace) { continue }
      let first = lines.line
      return CSVRecord(fields: try fields(of: line), line: first)
    }
    return nil
  }

  /// The fields of a record that begins with a line, which was read last.
  func fields(of line: [UInt8]) throws(FileError) -> [String] {
    var fields: [String] = []
    bytes = line
    position = 0
    while true {
      let start = position
      if dialect.trimsSpace { skipSpace() }
      if position < bytes.count, dialect.quotes.contains(bytes[position]) {
        fields.append(try quotedField())
      } else {
        position = start
        fields.append(plainField())
      }
      guard position < bytes.count else { return fields }
      position += 1
    }
  }

  private func plainField() -> String {
    var start = position
    while position < bytes.count, bytes[position] != dialect.delimiter { position += 1 }
    var end = position
    if dialect.trimsSpace {
      while start < end, Self.isSpace(bytes[start]) { start += 1 }
      while end > start, Self.isSpace(bytes[end - 1]) { end -= 1 }
    }
    return String(decoding: bytes[start..<end], as: UTF8.self)
  }

  /// The field whose opening quote stands at `position`; it may go on in the lines that follow.
  private func quotedField() throws(FileError) -> String {
    let first = lines.line
    let quote = bytes[position]
    var field: [UInt8] = []
    position += 1
    while true {
      while position < bytes.count {
        let byte = bytes[position]
        position += 1
        if dialect.hasEscapes, byte == UInt8(ascii: "\\"), position < bytes.count {
          field.append(Self.unescaped(bytes[position]))
          position += 1
        } else if byte != quote {
          field.append(byte)
        } else if !dialect.hasEscapes, position < bytes.count, bytes[position] == quote {
          field.append(quote)
          position += 1
        } else {
          try expectEndOfField()
          return String(decoding: field, as: UTF8.self)
        }
      }
      let end = lines.lineEnd
      guard !dialect.hasEscapes, let more = try lines.next() else {
        throw FileError(
          .malformed, path: lines.path, line: first, reason: "a quoted field does not end")
      }
      field += end
      bytes = more
      position = 0
    }
  }

  private func expectEndOfField() throws(FileError) {
    if dialect.trimsSpace { skipSpace() }
    guard position == bytes.count || bytes[position] == dialect.delimiter else {
      throw FileError(
        .malformed, path: lines.path, line: lines.line,
        reason: "text after the closing quote of a field")
    }
  }

  private func skipSpace() {
    while position < bytes.count, Self.isSpace(bytes[position]) { position += 1 }
  }

  private static func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 }

  private static func unescaped(_ byte: UInt8) -> UInt8 {
    switch byte {
    case UInt8(ascii: "n"): UInt8(ascii: "\n")
    case UInt8(ascii: "r"): UInt8(ascii: "\r")
    case UInt8(ascii: "t"): UInt8(ascii: "\t")
    default: byte
    }
  }
}

/// Writes comma-separated values as RFC 4180 defines them, with LF at the end of each line.
package enum CSVWriter {
  /// One record with its line end; fields are quoted only where they must be.
  package static func line(_ fields: [String]) -> String {
    // A lone empty field would read back as a blank line.
    if fields == [""] { return "\"\"\n" }
    return fields.map(field).joined(separator: ",") + "\n"
  }

  private static func field(_ text: String) -> String {
    let isSafe = text.utf8.allSatisfy { byte in
      byte != UInt8(ascii: ",") && byte != UInt8(ascii: "\"") && byte != UInt8(ascii: "\n")
        && byte != UInt8(ascii: "\r")
    }
    let hasOuterSpace = text.first?.isWhitespace == true || text.last?.isWhitespace == true
    guard !isSafe || hasOuterSpace else { return text }
    var quoted = "\""
    for scalar in text.unicodeScalars {
      if scalar == "\"" { quoted.unicodeScalars.append("\"") }
      quoted.unicodeScalars.append(scalar)
    }
    return quoted + "\""
  }
}
