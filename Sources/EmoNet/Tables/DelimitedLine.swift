// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

/// Splits a line of a table into its fields.
struct DelimitedLine {
  /// The byte between fields.
  let delimiter: UInt8
  /// Bytes that may stand round a field; a doubled one inside stands for itself.
  let quotes: [UInt8]
  /// Whether a backslash inside quotes takes the next byte as it is, as in ARFF.
  let hasEscapes: Bool

  /// Comma-separated values as RFC 4180 defines them.
  static let csv = DelimitedLine(
    delimiter: UInt8(ascii: ","), quotes: [UInt8(ascii: "\"")], hasEscapes: false)
  /// What openSMILE calls CSV.
  static let semicolons = DelimitedLine(
    delimiter: UInt8(ascii: ";"), quotes: [UInt8(ascii: "'"), UInt8(ascii: "\"")],
    hasEscapes: false)
  /// A data line of ARFF.
  static let arff = DelimitedLine(
    delimiter: UInt8(ascii: ","), quotes: [UInt8(ascii: "'"), UInt8(ascii: "\"")],
    hasEscapes: true)

  /// The fields, without quotes and without white space round those that have none; nil when a quoted
  /// field does not end, or ends before its delimiter.
  func fields(of line: [UInt8]) -> [String]? {
    var fields: [String] = []
    var position = 0
    while true {
      while position < line.count, isSpace(line[position]) { position += 1 }
      if position < line.count, quotes.contains(line[position]) {
        guard let field = quoted(line, &position) else { return nil }
        fields.append(field)
        while position < line.count, isSpace(line[position]) { position += 1 }
        guard position == line.count || line[position] == delimiter else { return nil }
      } else {
        let start = position
        while position < line.count, line[position] != delimiter { position += 1 }
        var end = position
        while end > start, isSpace(line[end - 1]) { end -= 1 }
        fields.append(String(decoding: line[start..<end], as: UTF8.self))
      }
      guard position < line.count else { return fields }
      position += 1
    }
  }

  private func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 }

  /// The field whose opening quote stands at `position`; nil when it does not end.
  private func quoted(_ line: [UInt8], _ position: inout Int) -> String? {
    let quote = line[position]
    var field: [UInt8] = []
    position += 1
    while position < line.count {
      let byte = line[position]
      if hasEscapes, byte == UInt8(ascii: "\\"), position + 1 < line.count {
        field.append(Self.unescaped(line[position + 1]))
        position += 2
      } else if byte != quote {
        field.append(byte)
        position += 1
      } else if !hasEscapes, position + 1 < line.count, line[position + 1] == quote {
        field.append(quote)
        position += 2
      } else {
        position += 1
        return String(decoding: field, as: UTF8.self)
      }
    }
    return nil
  }

  private static func unescaped(_ byte: UInt8) -> UInt8 {
    switch byte {
    case UInt8(ascii: "n"): UInt8(ascii: "\n")
    case UInt8(ascii: "r"): UInt8(ascii: "\r")
    case UInt8(ascii: "t"): UInt8(ascii: "\t")
    default: byte
    }
  }
}
