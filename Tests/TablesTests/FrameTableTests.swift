// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

import Files
import Foundation
import TestSupport
import Testing

@testable import Tables

@Suite struct FrameTableTests {
  private var provenance: TableProvenance {
    var provenance = TableProvenance(feature: "faces", extractor: "faces-1", settings: [:])
    provenance.sources = [.init(path: "a.avi", sha256: TableSamples.checksums[0])]
    return provenance
  }

  @Test func csvBeginsWithFrameTimestampConfidenceAndSuccess() throws {
    let folder = try TemporaryFolder()
    let path = folder / "t.csv"
    try TableFixtures.frames(hasTracks: false).write(to: path, format: .csv, provenance: provenance)
    #expect(
      try String(contentsOfFile: path, encoding: .utf8) == """
        frame,timestamp,confidence,success,x,y
        0,0.0,0.5,1,0.1,2.0
        1,0.04,0.0,0,0.0,0.0

        """)
    try TableFixtures.frames(hasTracks: true).write(to: path, format: .csv, provenance: provenance)
    #expect(
      try String(contentsOfFile: path, encoding: .utf8) == """
        frame,timestamp,confidence,success,track,x,y
        0,0.0,0.5,1,3,0.1,2.0
        1,0.04,0.0,0,-1,0.0,0.0

        """)
    #expect(try TableProvenance.read(path) == provenance)
  }

  @Test func npzHoldsAnArrayForEachOfThem() throws {
    let folder = try TemporaryFolder()
    let path = folder / "t.npz"
    try TableFixtures.frames(hasTracks: true).write(to: path, format: .npz, provenance: provenance)
    let archive = try NPZArchive(path: path)
    #expect(try archive.array("values").shape == [2, 2])
    #expect(try archive.array("values").floats == [0.1, 2, 0, 0])
    #expect(try archive.array("timestamp").floats == [0, 0.04])
    #expect(try archive.array("success").flags == [true, false])
    #expect(try archive.array("columns").texts == ["x", "y"])
    #expect(try archive.array("frame").shape == [2])
    #expect(try TableProvenance.read(path) == provenance)
    #expect(throws: FileError(.malformed, path: path, reason: "it holds no array 'label'")) {
      try archive.array("label")
    }
  }

  @Test(arguments: [TableFormat.csv, .npz], [true, false])
  func whatWasWrittenIsReadBack(format: TableFormat, hasTracks: Bool) throws {
    let folder = try TemporaryFolder()
    let path = folder / "t\(format.suffix)"
    var table = TableFixtures.frames(hasTracks: hasTracks)
    table.append(
      FrameRow(frame: 2, timestamp: 0.1, confidence: 1, values: [5, 6], isMeasured: false))
    try table.write(to: path, format: format, provenance: provenance)
    #expect(try FrameTable.read(path) == table)
  }

  @Test(arguments: [
    ("frame", Double.nan), ("frame", 1e300), ("track", -.infinity), ("track", 0.5),
    ("timestamp", .nan),
  ])
  func anArchiveWhoseKeysAreNoNumbersOfFramesIsRefused(name: String, value: Double) throws {
    let folder = try TemporaryFolder()
    let zip = try ZipWriter(path: folder / "t.npz")
    func add(_ name: String, _ type: String, _ bytes: [UInt8]) throws {
      try zip.add("\(name).npy") { append in
        try append(NPYHeader.bytes(type, shape: [1]))
        try append(bytes)
      }
    }
    for key in ["frame", "timestamp", "confidence", "track"] {
      try add(key, "<f8", LittleEndian.bytes((key == name ? value : 1).bitPattern))
    }
    try add("success", "|b1", [1])
    try NPZTable.add(["x"], "columns", to: zip)
    try zip.add("values.npy") { append in
      try append(NPYHeader.bytes("<f4", shape: [1, 1]))
      try append(LittleEndian.bytes([Float(1)]))
    }
    try zip.finish()
    let error = #expect(throws: FileError.self) { try FrameTable.read(folder / "t.npz") }
    #expect(error?.kind == .malformed)
    #expect(error?.reason.contains("no finite number") == true)
  }

  @Test(arguments: [
    ("frame,timestamp\n", 1, "begins with frame,timestamp,confidence,success"),
    ("frame,timestamp,confidence,success,x\n0,0,1\n", 2, "there are not 5 values"),
    ("frame,timestamp,confidence,success,x\n0,0,1,1,inf\n", 2, "'inf'"),
    ("frame,timestamp,confidence,success,x\n0,0,1,1,1\n1,x,1,1,1\n", 3, "one of frame"),
    ("frame,timestamp,confidence,success,x\n0,0,1,yes,1\n", 2, "one of frame"),
  ])
  func aBadLineIsAnErrorWithFileAndLine(text: String, line: Int, reason: String) throws {
    let folder = try TemporaryFolder()
    try folder.write("t.csv", Data(text.utf8))
    let error = #expect(throws: FileError.self) { try FrameTable.read(folder / "t.csv") }
    #expect(error?.line == line)
    #expect(error?.reason.contains(reason) == true)
  }
}
