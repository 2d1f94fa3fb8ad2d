// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

import Files
import Foundation
import TestSupport
import Testing

@testable import Tables

@Suite struct FeatureTableTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func rows(_ path: String) throws -> (table: FeatureTable, rows: [FeatureTable.Row]) {
    var rows: [FeatureTable.Row] = []
    return (try FeatureTable.read(path) { rows.append($0) }, rows)
  }

  @Test(arguments: TableFormat.allCases)
  func whatWasWrittenIsReadBackToTheLastBit(format: TableFormat) throws {
    for hasLabels in [true, false] {
      let path = folder / "table\(hasLabels)\(format.suffix)"
      let table = TableFixtures.table(hasLabels: hasLabels)
      try table.write(to: path, format: format) { TableFixtures.values[$0] }
      let (read, rows) = try rows(path)
      #expect(read.columns == table.columns)
      #expect(rows.map(\.name) == TableFixtures.paths)
      #expect(rows.map(\.values) == TableFixtures.values)
      #expect(rows.map(\.checksum) == TableSamples.checksums)
      #expect(rows.map(\.label) == (hasLabels ? [nil, "happy", "happy"] : [nil, nil, nil]))
      #expect(read.provenance?.isMadeLike(table.provenance) == true)
      #expect(read.provenance?.failures == table.provenance.failures)
      #expect(try TableProvenance.read(path).isMadeLike(table.provenance))
      #expect(try !folder.names().contains { $0.hasSuffix(".part") })
    }
  }

  @Test(arguments: TableFormat.allCases)
  func theSameTableIsTheSameBytes(format: TableFormat) throws {
    func written(_ name: String) throws -> Data {
      try TableFixtures.table().write(to: folder / name, format: format) {
        TableFixtures.values[$0]
      }
      return try Data(contentsOf: URL(fileURLWithPath: folder / name))
    }
    #expect(try written("one" + format.suffix) == written("two" + format.suffix))
  }

  @Test func csvIsAHeaderAndARowAClipInTheShortestDigits() throws {
    let path = folder / "t.csv"
    try TableFixtures.table().write(to: path, format: .csv) { TableFixtures.values[$0] }
    #expect(
      try String(contentsOfFile: path, encoding: .utf8) == """
        path,label,mean,max[0]
        one.avi,,1.0,-0.1
        "folder/it's 50 %, ""two"".avi",happy,1e-30,3.4e+38
        drei ü.avi,happy,0.0,16777216.0

        """)
  }

  @Test func arffHasTheNameFirstAndTheClassLast() throws {
    let path = folder / "t.arff"
    try TableFixtures.table().write(to: path, format: .arff) { TableFixtures.values[$0] }
    let text = try String(contentsOfFile: path, encoding: .utf8)
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    #expect(lines[0].hasPrefix("% emonet {"))
    #expect(
      lines[4...].joined(separator: "\n") == #"""
        @relation 'test'

        @attribute name {"one.avi","folder/it's 50 %, \"two\".avi","drei ü.avi"}
        @attribute mean numeric
        @attribute max[0] numeric
        @attribute class {angry,disgust,fear,happy,neutral,sad,surprise}

        @data
        "one.avi",1.0,-0.1,?
        "folder/it's 50 %, \"two\".avi",1e-30,3.4e+38,happy
        "drei ü.avi",0.0,16777216.0,happy

        """#)
  }

  @Test func openSMILEsARFFIsReadAsItIs() throws {
    try folder.write("afew.arff", Data(TableSamples.openSMILE.utf8))
    let (table, rows) = try rows(folder / "afew.arff")
    #expect(table.columns == ["pcm_loudness_sma_maxPos", "mfcc_sma[0]_amean"])
    #expect(table.provenance == nil)
    #expect(
      rows == [
        .init(name: "clip one.avi", label: "Happy", checksum: nil, values: [1.5, -20], line: 10),
        .init(name: "unknown", label: nil, checksum: nil, values: [0, 0.0325], line: 11),
      ])
  }

  @Test func openSMILEsCSVBetweenSemicolonsIsReadAsItIs() throws {
    let text = "name;frameTime;a;b\r\n'clip; one';0.000000;1.5;-2e1\r\n\r\n'two';0;0;1\r\n"
    try folder.write("afew.csv", Data(text.utf8))
    let (table, rows) = try rows(folder / "afew.csv")
    #expect(table.columns == ["a", "b"])
    #expect(rows.map(\.name) == ["clip; one", "two"])
    #expect(rows.map(\.values) == [[1.5, -20], [0, 1]])
    #expect(rows.map(\.line) == [2, 4])
  }

  @Test(
    arguments: [
      ("x.csv", "path,a\nc.avi,1,2\n", 2, "3 values where there are 2 columns"),
      ("x.csv", "path,a\nc.avi,1\nd.avi,1e\n", 3, "'1e', which is no finite number, for a"),
      ("x.csv", "path,a\nc.avi,nan\n", 2, "'nan', which is no finite number, for a"),
      ("x.csv", "path,a\nc.avi,\n", 2, "no value for a"),
      ("x.csv", "path,a\n\n\"c.avi,1\n", 3, "a quoted field does not end"),
      ("x.csv", "a,b\n1,2\n", 1, "no column 'path' or 'name' says which clip a row is of"),
      ("x.csv", "path,label\nc.avi,happy\n", 1, "no column holds a feature"),
      ("x.arff", "@attribute\n@data\n", 1, "an attribute without a name"),
      (
        "x.arff", "@attribute name string\n@attribute a numeric\n@data\n'c',1\n'd',?\n", 5,
        "no value for a"
      ),
      (
        "x.arff", "@attribute name string\n@attribute a numeric\n@data\n{0 'c'}\n", 4,
        "sparse rows are not read"
      ),
      (
        "x.arff", "@attribute name string\n@attribute a numeric\n@data\n'c,1\n", 4,
        "a quoted field does not end"
      ),
    ] as [(String, String, Int, String)])
  func aBadLineIsAnErrorWithFileAndLine(name: String, text: String, line: Int, reason: String)
    throws
  {
    try folder.write(name, Data(text.utf8))
    let path = folder / name
    #expect(throws: FileError(.malformed, path: path, line: line, reason: reason)) {
      try rows(path)
    }
  }

  @Test(arguments: [
    ("x.csv", "", "the table is empty; its first line names the columns"),
    ("x.arff", "@relation x\n", "there is no line '@data'"),
    ("x.npz", "not an archive", "not an archive of NumPy's: it has no directory"),
    ("x.txt", "", "the name of a table ends in .csv, .npz or .arff"),
  ])
  func aFileThatIsNoTableIsAnErrorThatNamesIt(name: String, text: String, reason: String) throws {
    try folder.write(name, Data(text.utf8))
    let path = folder / name
    #expect(throws: FileError(.malformed, path: path, reason: reason)) { try rows(path) }
    #expect(throws: FileError.self) { try rows(folder / "missing-\(name)") }
  }

  @Test func anArchiveThatWasCutShortOrChangedIsAnErrorNeverACrash() throws {
    let path = folder / "t.npz"
    try TableFixtures.table().write(to: path, format: .npz) { TableFixtures.values[$0] }
    let whole = try Data(contentsOf: URL(fileURLWithPath: path))
    for length in stride(from: 0, to: whole.count, by: 13) {
      try folder.write("cut.npz", whole.prefix(length))
      #expect(throws: FileError.self) { try rows(folder / "cut.npz") }
    }
    for place in whole.indices {
      var changed = whole
      changed[place] ^= 0x15
      try folder.write("changed.npz", changed)
      _ = try? rows(folder / "changed.npz")
    }
  }
}
