// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

import Files
import Foundation
import TestSupport
import Testing

@testable import Tables

@Suite struct CSVReaderTests {
  struct Case: Sendable {
    let text: String
    let records: [[String]]
    let lines: [Int]
  }

  @Test(arguments: [
    Case(text: "", records: [], lines: []),
    Case(text: "\n\r\n  \n", records: [], lines: []),
    Case(text: "a,b", records: [["a", "b"]], lines: [1]),
    Case(text: "a,b\n", records: [["a", "b"]], lines: [1]),
    Case(text: "a,b\r\nc,d\r\n", records: [["a", "b"], ["c", "d"]], lines: [1, 2]),
    Case(text: "a\rb\r", records: [["a"], ["b"]], lines: [1, 2]),
    Case(text: "\u{FEFF}a,b\n", records: [["a", "b"]], lines: [1]),
    Case(text: "\u{FEFF}\"a\",b\n", records: [["a", "b"]], lines: [1]),
    Case(text: "a\n\n\nb\n", records: [["a"], ["b"]], lines: [1, 4]),
    Case(text: ",\n", records: [["", ""]], lines: [1]),
    Case(text: "a,\nb,c", records: [["a", ""], ["b", "c"]], lines: [1, 2]),
    Case(text: "\"\"\n", records: [[""]], lines: [1]),
    Case(text: "\"a,b\",c", records: [["a,b", "c"]], lines: [1]),
    Case(text: "\"say \"\"hi\"\"\",c", records: [["say \"hi\"", "c"]], lines: [1]),
    Case(text: "\"a\nb\r\nc\",d\ne", records: [["a\nb\r\nc", "d"], ["e"]], lines: [1, 4]),
    Case(text: "5\" disk,b", records: [["5\" disk", "b"]], lines: [1]),
    Case(text: "Zoë,日本\n", records: [["Zoë", "日本"]], lines: [1]),
    Case(text: " a , b \n", records: [[" a ", " b "]], lines: [1]),
  ])
  func aTextFallsIntoItsRecords(example: Case) throws {
    let records = try CSVReader.records(in: example.text, path: "t.csv")
    #expect(records.map(\.fields) == example.records)
    #expect(records.map(\.line) == example.lines)
  }

  @Test(arguments: [
    ("a\n\"b", 2, "a quoted field does not end"),
    ("\"a\n\nb", 1, "a quoted field does not end"),
    ("\"a\"b,c", 1, "text after the closing quote of a field"),
    ("\"a\nb\"c", 2, "text after the closing quote of a field"),
  ])
  func aBrokenRecordIsAnErrorWithItsLine(text: String, line: Int, reason: String) {
    let error = #expect(throws: FileError.self) {
      try CSVReader.records(in: text, path: "t.csv")
    }
    #expect(error?.kind == .malformed)
    #expect(error?.path == "t.csv")
    #expect(error?.line == line)
    #expect(error?.reason == reason)
  }

  @Test func fieldsAreQuotedOnlyWhereTheyMustBe() {
    #expect(CSVWriter.line(["a", "b c", ""]) == "a,b c,\n")
    #expect(
      CSVWriter.line(["a,b", "c\"d", "e\nf", " g"]) == "\"a,b\",\"c\"\"d\",\"e\nf\",\" g\"\n")
  }

  @Test(arguments: [
    ["a"], [""], ["", ""], ["a,b", "\"", "\"\"", "\n", "\r\n", " x ", "é,", "\u{FEFF}z"],
  ])
  func whatIsWrittenReadsBack(fields: [String]) throws {
    let text = CSVWriter.line(["header"]) + CSVWriter.line(fields)
    #expect(try CSVReader.records(in: text, path: "t.csv").last?.fields == fields)
  }

  /// The records of a file, which is read in pieces of 64 KB.
  private func records(_ path: String) throws -> [CSVRecord] {
    let reader = CSVReader(try LineReader(path: path), dialect: .strict)
    var records: [CSVRecord] = []
    while let record = try reader.next() { records.append(record) }
    return records
  }

  @Test(arguments: [1 << 16, 1 << 17], -2...22)
  func itDoesNotMatterWhereAPieceOfAFileEnds(_ border: Int, _ shift: Int) throws {
    // The border walks through a quoted field with every kind of line end, doubled quotes and
    // letters of two to four bytes.
    let record = "\"a\r\nb\rc\nd\"\"e\"\"\",é日😀\r\nnext\r\n"
    let padding = String(repeating: "x", count: border - shift - 2) + "\r\n"
    let folder = try TemporaryFolder(["t.csv": padding + record])
    let found = try records(folder / "t.csv")
    #expect(found.map(\.fields).dropFirst() == [["a\r\nb\rc\nd\"e\"", "é日😀"], ["next"]])
    #expect(found.map(\.line) == [1, 2, 6])
    #expect(found.first?.fields.first?.utf8.count == border - shift - 2)
    #expect(try CSVReader.records(in: padding + record, path: "t.csv") == found)
  }

  @Test func aQuoteThatDoesNotEndIn5MBIsAnErrorWithItsLine() throws {
    let line = String(repeating: "0123456789", count: 10)
    let folder = try TemporaryFolder([
      "lines.csv": "a\nb\n\"" + String(repeating: line + "\n", count: 50_000),
      "one.csv": "a\nb\n\"" + String(repeating: line, count: 50_000),
    ])
    for name in ["lines.csv", "one.csv"] {
      let error = #expect(throws: FileError.self) { try records(folder / name) }
      #expect(
        error
          == FileError(
            .malformed, path: folder / name, line: 3, reason: "a quoted field does not end"))
    }
  }

  @Test func aFieldOf5MBWithLineEndsInItIsReadWhole() throws {
    let field = String(repeating: "0123456789\r\n\"\",é\n", count: 300_000)
    let folder = try TemporaryFolder(["t.csv": "a\n\"\(field)\",b\n"])
    let found = try records(folder / "t.csv")
    #expect(found.count == 2)
    #expect(found.last?.fields == [field.replacing("\"\"", with: "\""), "b"])
    #expect(found.last?.line == 2)
  }
}
