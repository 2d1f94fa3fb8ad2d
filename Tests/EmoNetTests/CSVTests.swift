// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

import EmoNet
import Testing

@Suite struct CSVTests {
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
  func `a text falls into its records`(example: Case) throws {
    let records = try CSVReader.records(in: example.text)
    #expect(records.map(\.fields) == example.records)
    #expect(records.map(\.line) == example.lines)
  }

  @Test(arguments: [
    ("a\n\"b", 2, "a quoted field does not end"),
    ("\"a\n\nb", 1, "a quoted field does not end"),
    ("\"a\"b,c", 1, "text after the closing quote of a field"),
    ("\"a\nb\"c", 2, "text after the closing quote of a field"),
  ])
  func `a broken record is an error with its line`(text: String, line: Int, reason: String) {
    let error = #expect(throws: CSVError.self) { try CSVReader.records(in: text) }
    #expect(error?.line == line)
    #expect(error?.reason == reason)
  }

  @Test func `fields are quoted only where they must be`() {
    #expect(CSVWriter.line(["a", "b c", ""]) == "a,b c,\n")
    #expect(
      CSVWriter.line(["a,b", "c\"d", "e\nf", " g"]) == "\"a,b\",\"c\"\"d\",\"e\nf\",\" g\"\n")
  }

  @Test(arguments: [
    ["a"], [""], ["", ""], ["a,b", "\"", "\"\"", "\n", "\r\n", " x ", "é,", "\u{FEFF}z"],
  ])
  func `what is written reads back`(fields: [String]) throws {
    let text = CSVWriter.line(["header"]) + CSVWriter.line(fields)
    #expect(try CSVReader.records(in: text).last?.fields == fields)
  }
}
