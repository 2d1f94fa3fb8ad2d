// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

import Files
import Foundation
import TestSupport
import Testing

@testable import Tables

@Suite struct FrameTableWriterTests {
  private let folder: TemporaryFolder
  private let provenance = TableProvenance(
    feature: "mfcc", extractor: "mfcc-1", settings: ["rate": "16000"])

  init() throws { folder = try TemporaryFolder() }

  private func writer(
    _ name: String, _ format: TableFormat, columns: Int = 3, hasTracks: Bool = false
  ) throws -> FrameTableWriter {
    try FrameTableWriter(
      path: folder / name, format: format, columns: (0..<columns).map { "c\($0)" },
      hasTracks: hasTracks, provenance: provenance)
  }

  /// A row like any other; every fifth has nothing to measure.
  private func row(_ index: Int, columns: Int = 3) -> FrameRow {
    FrameRow(
      frame: index, timestamp: Double(index) / 100, confidence: Float(index % 7) / 8,
      track: index % 3,
      values: index % 5 == 4 ? nil : (0..<columns).map { Float(index * columns + $0) / 3 }[...],
      isMeasured: index % 11 != 0)
  }

  private func bytes(_ name: String) throws -> Data {
    try Data(contentsOf: URL(fileURLWithPath: folder / name))
  }

  /// The plain way to write an archive: whole arrays, one after the other.
  private func writePlainArchive(_ table: FrameTable, _ name: String) throws {
    let zip = try ZipWriter(path: folder / name)
    try NPZTable.add(try provenance.text(), "metadata", to: zip)
    func add(_ name: String, _ type: String, shape: [Int]? = nil, _ bytes: [UInt8]) throws {
      try zip.add("\(name).npy") { append in
        try append(NPYHeader.bytes(type, shape: shape ?? [table.rowCount]))
        try append(bytes)
      }
    }
    try add("frame", "<i4", table.frames.flatMap { LittleEndian.bytes(Int32($0)) })
    try add("timestamp", "<f8", table.timestamps.flatMap { LittleEndian.bytes($0.bitPattern) })
    try add("confidence", "<f4", LittleEndian.bytes(table.confidences))
    try add("success", "|b1", table.successes.map { $0 ? 1 : 0 })
    if let tracks = table.tracks {
      try add("track", "<i4", tracks.flatMap { LittleEndian.bytes(Int32($0)) })
    }
    try NPZTable.add(table.columns, "columns", to: zip)
    try add(
      "values", "<f4", shape: [table.rowCount, table.columns.count],
      LittleEndian.bytes(table.values))
    try zip.finish()
  }

  @Test(arguments: [0, 1, 5, 20_000], [true, false])
  func rowsThatComeOneByOneAreTheBytesOfTheWholeArchive(_ count: Int, _ hasTracks: Bool) throws {
    let writer = try writer("streamed.npz", .npz, hasTracks: hasTracks)
    var table = FrameTable(columns: ["c0", "c1", "c2"], hasTracks: hasTracks)
    for index in 0..<count {
      try writer.append(row(index))
      table.append(row(index))
    }
    try writer.finish()
    try writePlainArchive(table, "plain.npz")
    #expect(try bytes("streamed.npz") == bytes("plain.npz"))
    try table.write(to: folder / "table.npz", format: .npz, provenance: provenance)
    #expect(try bytes("streamed.npz") == bytes("table.npz"))
    #expect(try FrameTable.read(folder / "streamed.npz") == table)
    #expect(try TableProvenance.read(folder / "streamed.npz") == provenance)
  }

  @Test(arguments: [0, 1, 5, 20_000], [true, false])
  func rowsThatComeOneByOneAreTheLinesOfTheTable(_ count: Int, _ hasTracks: Bool) throws {
    let writer = try writer("t.csv", .csv, hasTracks: hasTracks)
    var table = FrameTable(columns: ["c0", "c1", "c2"], hasTracks: hasTracks)
    var text = "frame,timestamp,confidence,success,\(hasTracks ? "track," : "")c0,c1,c2\n"
    for index in 0..<count {
      let row = row(index)
      try writer.append(row)
      table.append(row)
      let values = Array(row.values ?? [0, 0, 0]).map { "\($0)" }.joined(separator: ",")
      text += "\(row.frame),\(row.timestamp),\(row.confidence),\(row.isSuccess ? 1 : 0),"
      text += (hasTracks ? "\(row.track)," : "") + values + "\n"
    }
    try writer.finish()
    #expect(try folder.text("t.csv") == text)
    #expect(try FrameTable.read(folder / "t.csv") == table)
    #expect(try TableProvenance.read(folder / "t.csv") == provenance)
  }

  @Test(arguments: [TableFormat.csv, .npz])
  func nothingIsLeftOfATableThatIsLetGoOf(_ format: TableFormat) throws {
    let before = format == .csv ? ["t.csv", "t.csv.json"] : ["t.npz"]
    for hasOlder in [false, true] {
      if hasOlder {
        let older = try writer("t\(format.suffix)", format)
        try older.append(row(1))
        try older.finish()
      }
      let kept = hasOlder ? try bytes("t\(format.suffix)") : nil
      do {
        let writer = try writer("t\(format.suffix)", format)
        for index in 0..<30_000 { try writer.append(row(index)) }
        #expect(try folder.names().filter { !$0.hasSuffix(".part") } == (hasOlder ? before : []))
      }
      #expect(try folder.names() == (hasOlder ? before : []))
      if let kept { #expect(try bytes("t\(format.suffix)") == kept) }
    }
  }

  @Test func valuesOfAnArchiveWaitOnDisk() throws {
    let (rows, columns) = (200_000, 16)
    let writer = try writer("long.npz", .npz, columns: columns)
    #expect(try folder.names() == [])
    for index in 0..<rows { try writer.append(row(index, columns: columns)) }
    // All but the piece that is being filled stands in the file without a name.
    #expect(try spooledBytes() > rows * columns * 4 - (1 << 17))
    try writer.finish()
    let table = try FrameTable.read(folder / "long.npz")
    #expect(table.rowCount == rows)
    for index in [0, 1, 4, 99_999, rows - 1] {
      let (expected, found) = (row(index, columns: columns), table.row(index))
      #expect(found.frame == expected.frame && found.timestamp == expected.timestamp)
      #expect(found.isSuccess == expected.isSuccess)
      let zeros = ArraySlice<Float>(repeating: 0, count: columns)
      #expect(found.values == expected.values ?? zeros)
    }
  }

  /// Bytes of this process's files in the folder that have no name any more.
  private func spooledBytes() throws -> Int {
    let descriptors = try FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd")
    return descriptors.reduce(0) { sum, name in
      let link = "/proc/self/fd/\(name)"
      guard let target = try? FileManager.default.destinationOfSymbolicLink(atPath: link),
        target.hasPrefix(folder.path), target.hasSuffix("(deleted)")
      else { return sum }
      var status = stat()
      return stat(link, &status) == 0 ? sum + Int(status.st_size) : sum
    }
  }

  @Test(arguments: [TableFormat.csv, .npz])
  func aFolderThatIsNotThereIsAnErrorThatNamesTheTable(_ format: TableFormat) {
    let error = #expect(throws: FileError.self) {
      let writer = try writer("none/t\(format.suffix)", format)
      try writer.append(row(0))
      try writer.finish()
    }
    #expect(error?.kind == .unwritable)
    #expect(error?.path == folder / "none/t\(format.suffix)")
    #expect(error?.reason == "cannot be written: No such file or directory")
  }
}
