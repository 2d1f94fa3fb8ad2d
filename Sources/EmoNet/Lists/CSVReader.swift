// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

/// One record of a CSV file and where it begins.
public struct CSVRecord: Sendable, Equatable {
  /// The fields as written, without their quotes.
  public let fields: [String]
  /// Line of the text on which the record begins, counted from 1.
  public let line: Int
}

/// A place where a text is not CSV.
public struct CSVError: Error, Sendable, Equatable, CustomStringConvertible {
  /// Line of the text, counted from 1.
  public let line: Int
  /// What is wrong there.
  public let reason: String

  /// One line for people.
  public var description: String { "line \(line): \(reason)" }
}

/// Reads comma-separated values as RFC 4180 defines them.
///
/// Departures, all towards accepting more: lines may end in LF, CRLF or CR, a byte order mark at the
/// start is dropped, blank lines are skipped (but counted), and a quote inside an unquoted field stands
/// for itself.
public struct CSVReader {
  private let bytes: [UInt8]
  private var position = 0
  private var line = 1

  /// Splits a text into its records; throws `CSVError` at the first broken one.
  public static func records(in text: String) throws(CSVError) -> [CSVRecord] {
    var reader = CSVReader(text)
    var records: [CSVRecord] = []
    while reader.position < reader.bytes.count {
      if let record = try reader.record() { records.append(record) }
    }
    return records
  }

  private init(_ text: String) {
    let byteOrderMark: [UInt8] = [0xEF, 0xBB, 0xBF]
    bytes = Array(text.utf8)
    position = bytes.starts(with: byteOrderMark) ? byteOrderMark.count : 0
  }

  /// Reads up to and with the end of a line; nil for a blank line.
  private mutating func record() throws(CSVError) -> CSVRecord? {
    let start = line
    var fields: [String] = []
    var wasQuoted = false
    while true {
      if position < bytes.count, bytes[position] == quote {
        wasQuoted = true
        fields.append(try quotedField())
      } else {
        fields.append(plainField())
      }
      guard position < bytes.count, bytes[position] == comma else { break }
      position += 1
    }
    endLine()
    let isBlank = fields.count == 1 && !wasQuoted && fields[0].allSatisfy(\.isWhitespace)
    return isBlank ? nil : CSVRecord(fields: fields, line: start)
  }

  private mutating func plainField() -> String {
    let start = position
    while position < bytes.count, ![comma, lineFeed, carriageReturn].contains(bytes[position]) {
      position += 1
    }
    return String(decoding: bytes[start..<position], as: UTF8.self)
  }

  private mutating func quotedField() throws(CSVError) -> String {
    let start = line
    var field: [UInt8] = []
    position += 1
    while position < bytes.count {
      let byte = bytes[position]
      if byte == quote {
        guard position + 1 < bytes.count, bytes[position + 1] == quote else {
          position += 1
          try expectEndOfField()
          return String(decoding: field, as: UTF8.self)
        }
        position += 1
      } else if isLineEnd(at: position) {
        line += 1
      }
      field.append(byte)
      position += 1
    }
    throw CSVError(line: start, reason: "a quoted field does not end")
  }

  private func expectEndOfField() throws(CSVError) {
    guard position < bytes.count else { return }
    guard [comma, lineFeed, carriageReturn].contains(bytes[position]) else {
      throw CSVError(line: line, reason: "text after the closing quote of a field")
    }
  }

  private mutating func endLine() {
    guard position < bytes.count else { return }
    while !isLineEnd(at: position) { position += 1 }
    position += 1
    line += 1
  }

  /// Whether a line ends with this byte; of CRLF only the second one ends it.
  private func isLineEnd(at position: Int) -> Bool {
    switch bytes[position] {
    case lineFeed: true
    case carriageReturn: position + 1 >= bytes.count || bytes[position + 1] != lineFeed
    default: false
    }
  }
}

private let quote = UInt8(ascii: "\"")
private let comma = UInt8(ascii: ",")
private let lineFeed = UInt8(ascii: "\n")
private let carriageReturn = UInt8(ascii: "\r")
