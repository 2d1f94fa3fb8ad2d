// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

import Files
import Foundation
import TestSupport
import Testing

@testable import EmoNet
@testable import Tables

/// Lists as other programs write them, and folders as they are found.
@Suite struct ClipListFormsTests {
  @Test(arguments: [
    "path;label;speaker\na, b.avi;happy;s1\n", "path\tlabel\tspeaker\na, b.avi\thappy\ts1\n",
    "\u{FEFF}\"path\";\"label\";\"speaker\"\n\"a, b.avi\";\"happy\";\"s1\"\n",
    ",path,label,speaker\n0,\"a, b.avi\",happy,s1\n",
  ])
  func listsOfOtherProgramsAreRead(text: String) throws {
    let entry = ClipListEntry(
      path: "a, b.avi", resolvedPath: "a, b.avi", label: .happy, speaker: "s1", line: 2)
    #expect(try ClipList.parse(text, path: "l.csv").entries == [entry])
    #expect(try ClipList.parsePaths(text, path: "l.csv").map(\.path) == ["a, b.avi"])
  }

  @Test func aClipWithTwoLabelsIsAnErrorWithBothLines() {
    let text = "path,label\na.avi,happy\nb.avi,sad\n./a.avi,fear\n"
    let error = #expect(throws: FileError.self) { try ClipList.parse(text, path: "d/l.csv") }
    #expect(error?.description == "d/l.csv:4: './a.avi' is fear here and happy in line 2")
    #expect(error?.kind == .malformed)
  }

  @Test func aClipThatIsListedTwiceIsAWarning() throws {
    let once = try ClipList.parse("path,label\na.avi,happy\nb.avi,happy\n", path: "l.csv")
    #expect(once.repetitionWarning == nil)
    let twice = try ClipList.parse(
      "path,label\na.avi,happy\nb.avi,sad\na.avi,happy\n", path: "l.csv")
    #expect(
      twice.repetitionWarning == "1 row repeats a clip of the list: line 4 that of line 2, 'a.avi'")
    // Names that only look the same are those of two clips.
    let alike = try ClipList.parse(
      "path,label\ncaf\u{E9}.avi,happy\ncafe\u{301}.avi,sad\n", path: "l.csv")
    #expect(alike.entries.count == 2 && alike.repetitionWarning == nil)
  }

  @Test func aFolderLosesNothingInSilence() throws {
    let folder = try TemporaryFolder()
    for name in ["a.vob", "b/c.m2ts", "b/list.csv", "notes.txt", ".hidden.avi"] {
      try folder.write(name, Data())
    }
    for name in ["gone.avi", "away", "other.txt"] {
      try FileManager.default.createSymbolicLink(
        atPath: folder / name, withDestinationPath: folder / "none")
    }
    let path = Array((folder / "b").utf8) + [0x2F, 0xFF] + Array(".avi".utf8)
    close(open(path.map { CChar(bitPattern: $0) } + [0], O_CREAT | O_WRONLY, 0o600))
    let search = try FolderSearch(folder.path)
    #expect(search.clips == ["a.vob", "gone.avi", "b/c.m2ts"].map { folder / $0 })
    #expect(search.others == ["notes.txt", "other.txt", "b/list.csv"].map { folder / $0 })
    #expect(
      search.problems.map(\.description) == [
        "\(folder / "away"): the link leads nowhere",
        "\(folder / "b")/\\xff.avi: its name is not UTF-8, so that no table could name it; rename it",
      ])
    #expect(throws: FileError.self) { try ClipList.mediaFiles(under: folder.path) }
  }

  @Test(.enabled(if: geteuid() != 0))
  func aFolderThatCannotBeReadEndsNotTheSearch() throws {
    let folder = try TemporaryFolder()
    try folder.write("a/x.avi", Data())
    try folder.write("b/y.avi", Data())
    try FileManager.default.setAttributes([.posixPermissions: 0], ofItemAtPath: folder / "a")
    let search = try FolderSearch(folder.path)
    #expect(search.clips == [folder / "b/y.avi"])
    #expect(search.problems.map(\.path) == [folder / "a"])
    try FileManager.default.setAttributes([.posixPermissions: 0o700], ofItemAtPath: folder / "a")
  }

  @Test func rowsOfWindowsPathsGoByTheirLastPart() throws {
    var rows = ClipRows()
    try rows.add(
      .init(name: #"C:\clips\one.wav"#, label: nil, checksum: nil, values: [], line: 1),
      values: [1], table: "t")
    try rows.add(
      .init(name: "two.wav", label: nil, checksum: nil, values: [], line: 2), values: [2],
      table: "t")
    func values(_ path: String) -> [Float]? {
      rows.values(for: ClipListEntry(path: path, resolvedPath: "/x/" + path))
    }
    #expect(values("here/one.wav") == [1])
    #expect(values("one.avi") == [1])
    #expect(values(#"D:\there\two.wav"#) == [2])
    #expect(values("three.wav") == nil)
  }

  @Test func rowsOfNamesThatOnlyLookTheSameAreTwo() throws {
    var rows = ClipRows()
    for (name, value) in [("caf\u{E9}.wav", Float(1)), ("cafe\u{301}.wav", 2)] {
      try rows.add(
        .init(name: name, label: nil, checksum: nil, values: [], line: 1), values: [value],
        table: "t")
    }
    #expect(rows.count == 2)
    #expect(
      rows.values(for: ClipListEntry(path: "cafe\u{301}.wav", resolvedPath: "x")) == [2])
  }
}
