// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

import Files
import Foundation
import TestSupport
import Testing

@Suite struct AtomicFileTests {
  @Test func aFileIsReplacedWholeAndNothingIsLeftBesideIt() throws {
    let folder = try TemporaryFolder()
    try AtomicFile.write("first", to: folder / "a.txt")
    let bytes = (0..<3_000_000).map { UInt8(truncatingIfNeeded: $0 &* 7) }
    try AtomicFile.write(bytes, to: folder / "a.txt")
    #expect(try Data(contentsOf: URL(fileURLWithPath: folder / "a.txt")) == Data(bytes))
    try AtomicFile.write("", to: folder / "a.txt")
    #expect(try folder.text("a.txt").isEmpty)
    #expect(try folder.names() == ["a.txt"])
  }

  @Test func aPathThatCannotBeWrittenIsAnErrorAndLeavesNothing() throws {
    let folder = try TemporaryFolder(["taken/inside": ""])
    let error = #expect(throws: FileError.self) {
      try AtomicFile.write("x", to: folder / "taken")
    }
    #expect(error == .unwritable(folder / "taken", code: EISDIR))
    #expect(throws: FileError.self) { try AtomicFile.write("x", to: folder / "missing/a") }
    #expect(try folder.names() == ["taken"])
  }

  @Test func aBareNameIsWrittenInTheFolderWhereTheProcessStands() throws {
    let name = "emonet-test-\(UUID().uuidString)"
    defer { unlink(name) }
    try AtomicFile.write("x", to: name)
    #expect(try String(contentsOfFile: name, encoding: .utf8) == "x")
  }
}

@Suite struct StreamedFileTests {
  @Test func piecesOfAnySizeStandInOrderAndOnlyWhenItIsWhole() throws {
    let folder = try TemporaryFolder(["a": "before"])
    let file = try StreamedFile(path: folder / "a")
    var expected: [UInt8] = []
    for count in [1, 0, 70_000, 3, 65_536, 65_535, 2, 200_000] {
      let piece = (0..<count).map { UInt8(truncatingIfNeeded: $0 + count) }
      try file.append(piece)
      expected += piece
      #expect(file.position == expected.count)
    }
    try file.append("end")
    expected += Array("end".utf8)
    #expect(try folder.text("a") == "before")
    try file.finish()
    #expect(try Data(contentsOf: URL(fileURLWithPath: folder / "a")) == Data(expected))
    #expect(try folder.names() == ["a"])
  }

  @Test func bytesAreReplacedWhereTheyStand() throws {
    let folder = try TemporaryFolder()
    let file = try StreamedFile(path: folder / "a")
    try file.append("0123456789")
    try file.overwrite(at: 3, with: Array("abc".utf8))
    try file.append("more")
    try file.overwrite(at: 12, with: Array("E".utf8))
    try file.finish()
    #expect(try folder.text("a") == "012abc6789moEe")
  }

  @Test func oneThatIsLetGoOfLeavesNothingAndWhatWasThereBefore() throws {
    let folder = try TemporaryFolder(["a": "before"])
    do {
      let file = try StreamedFile(path: folder / "a")
      try file.append([UInt8](repeating: 1, count: 100_000))
      #expect(try folder.names().count == 2)
    }
    #expect(try folder.names() == ["a"])
    #expect(try folder.text("a") == "before")
  }

  @Test func oneThatCannotTakeItsPlaceLeavesNothing() throws {
    let folder = try TemporaryFolder(["a/inside": ""])
    let file = try StreamedFile(path: folder / "a", operation: "write weights")
    let error = #expect(throws: FileError.self) { try file.finish() }
    #expect(error?.description == "cannot write weights \(folder / "a"): Is a directory")
    #expect(try folder.names() == ["a"])
  }

  @Test func twoWritersOfOneFileDoNotMixAndTheLastWins() throws {
    let folder = try TemporaryFolder()
    let files = try (0..<2).map { _ in try StreamedFile(path: folder / "a") }
    for _ in 0..<3 {
      for (number, file) in files.enumerated() {
        try file.append([UInt8](repeating: UInt8(ascii: "0") + UInt8(number), count: 70_000))
      }
    }
    try files[1].finish()
    #expect(try folder.text("a") == String(repeating: "1", count: 210_000))
    try files[0].finish()
    #expect(try folder.text("a") == String(repeating: "0", count: 210_000))
    #expect(try folder.names() == ["a"])
  }

  @Test func untilItIsWholeItsNameTellsItsWriter() throws {
    let folder = try TemporaryFolder()
    let file = try StreamedFile(path: folder / "a.csv")
    let name = try #require(try folder.names().first)
    #expect(name.wholeMatch(of: /a\.csv\.(\d+)-\d+\.part/)?.output.1 == "\(getpid())")
    try file.finish()
  }

  @Test func aLeftoverOfTheFormerNameDoesNotBlockIt() throws {
    let folder = try TemporaryFolder(["target": "kept"])
    try FileManager.default.createSymbolicLink(
      atPath: folder / "a.partial", withDestinationPath: folder / "target")
    let file = try StreamedFile(path: folder / "a")
    try file.append("x")
    try file.finish()
    #expect(try folder.text("target") == "kept")
    #expect(try folder.text("a") == "x")
  }
}

@Suite struct LeftoverFilesTests {
  /// The number of a process that has ended.
  private static func deadProcess() throws -> pid_t {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/bin/true")
    try process.run()
    process.waitUntilExit()
    return process.processIdentifier
  }

  @Test func onlyThoseOfThisFileWhoseWriterIsGoneAreRemoved() throws {
    let dead = try Self.deadProcess()
    let kept = [
      "a", "a.\(getpid())-1.part", "b.\(dead)-1.part", "a.\(dead)-1.partial", "a.\(dead).part",
      "a.x.\(dead)-1.part", "a.\(dead)--1.part", "a.+\(dead)-1.part", "a.0-1.part",
      "a.\(dead)-99999999999.part",
    ]
    let left = ["a.\(dead)-1.part", "a.\(dead)-4294967295.part"]
    let folder = try TemporaryFolder(
      Dictionary(uniqueKeysWithValues: (kept + left).map { ($0, "x") }))
    #expect(LeftoverFiles.remove(besides: folder / "a") == left.map { folder / $0 })
    #expect(try folder.names() == kept.sorted())
    #expect(LeftoverFiles.remove(besides: folder / "a").isEmpty)
  }

  @Test func oneThatIsLockedOrNoRegularFileStays() throws {
    let dead = try Self.deadProcess()
    let folder = try TemporaryFolder(["a.\(dead)-1.part": "x", "target": "kept"])
    // A writer of another machine or container has a number of its own, and the lock.
    let descriptor = open(folder / "a.\(dead)-1.part", O_WRONLY | O_CLOEXEC)
    defer { close(descriptor) }
    #expect(flock(descriptor, LOCK_EX) == 0)
    try FileManager.default.createSymbolicLink(
      atPath: folder / "a.\(dead)-2.part", withDestinationPath: folder / "target")
    mkdir(folder / "a.\(dead)-3.part", 0o700)
    #expect(LeftoverFiles.remove(besides: folder / "a").isEmpty)
    flock(descriptor, LOCK_UN)
    #expect(LeftoverFiles.remove(besides: folder / "a") == [folder / "a.\(dead)-1.part"])
    #expect(try folder.text("target") == "kept")
  }

  @Test func aFileThatIsBeingWrittenStaysAndAMissingFolderIsNoError() throws {
    let folder = try TemporaryFolder()
    let file = try StreamedFile(path: folder / "a")
    #expect(LeftoverFiles.remove(besides: folder / "a").isEmpty)
    try file.finish()
    #expect(LeftoverFiles.remove(besides: folder / "none/a").isEmpty)
  }
}

@Suite struct FoldersTests {
  @Test func aFolderIsMadeWithThoseItLiesInAndMayBeThere() throws {
    let folder = try TemporaryFolder(["file": ""])
    try Folders.create(folder / "a/b")
    try Folders.create(folder / "a/b")
    #expect(try folder.names() == ["a", "file"])
    let error = #expect(throws: FileError.self) { try Folders.create(folder / "file/b") }
    #expect(error?.kind == .unwritable)
  }
}
