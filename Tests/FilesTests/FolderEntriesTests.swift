// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

import Files
import Foundation
import TestSupport
import Testing

@Suite struct FolderEntriesTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  /// Makes an empty file whose name is given as bytes.
  private func make(_ name: [UInt8]) throws {
    let path = Array((folder.path + "/").utf8) + name
    let descriptor = open(path.map { CChar(bitPattern: $0) } + [0], O_CREAT | O_WRONLY, 0o600)
    try #require(descriptor >= 0)
    close(descriptor)
  }

  @Test func namesThatAreNoTextAreToldByTheirBytes() throws {
    try make([0x61, 0xE9, 0x2E, 0x61, 0x76, 0x69])
    try make(Array("b.avi".utf8))
    let entries = try FolderEntries.read(folder.path)
    #expect(entries.map(\.name) == ["a\\xe9.avi", "b.avi"])
    #expect(entries.map(\.isText) == [false, true])
  }

  @Test func linksThatLeadNowhereAndFoldersAreTold() throws {
    try FileManager.default.createSymbolicLink(
      atPath: folder / "gone", withDestinationPath: folder / "none")
    try FileManager.default.createDirectory(
      atPath: folder / "inner", withIntermediateDirectories: false)
    let kinds = try FolderEntries.read(folder.path).map { "\($0.name) \($0.kind)" }
    #expect(kinds == ["gone dangling", "inner folder"])
    let error = #expect(throws: FileError.self) { try FolderEntries.read(folder / "none") }
    #expect(error?.kind == .missing)
    #expect(error?.reason == "the folder cannot be read: No such file or directory")
  }

  @Test func pathsThatOnlyLookTheSameAreTwo() {
    let (one, two) = ("caf\u{E9}", "cafe\u{301}")
    #expect(one == two)
    #expect(ExactPath(one) != ExactPath(two))
    #expect(Set([ExactPath(one), ExactPath(two), ExactPath(one)]).count == 2)
  }

  @Test func anOutputThatIsAnInputIsRefusedWhateverLinkLeadsThere() throws {
    try folder.write("clip.avi", Data("x".utf8))
    try FileManager.default.linkItem(atPath: folder / "clip.avi", toPath: folder / "hard")
    try FileManager.default.createSymbolicLink(
      atPath: folder / "soft", withDestinationPath: folder / "clip.avi")
    for output in ["clip.avi", "hard", "soft", "./clip.avi"] {
      let error = #expect(throws: FileError.self) {
        try InputFiles.refuse([folder / output], among: [folder / "none", folder / "clip.avi"])
      }
      #expect(error?.kind == .unwritable)
      #expect(error?.reason.hasPrefix("it is an input") == true)
    }
    try InputFiles.refuse([folder / "other"], among: [folder / "clip.avi"])
    try InputFiles.refuse(["/dev/null"], among: ["/dev/null"])
  }

  @Test func whatKilledRunsLeftBehindGoesFromAllFolders() throws {
    // No process has this number: they end below it.
    let gone = Int32.max
    try folder.write("a/mfcc/clip.csv.\(gone)-7.part", Data())
    try folder.write("a/mfcc/clip.csv", Data())
    try folder.write("a/x.\(getpid())-7.part", Data())
    try folder.write("a/notes.part", Data())
    LeftoverFiles.remove(under: folder.path)
    #expect(try FolderEntries.read(folder / "a/mfcc").map(\.name) == ["clip.csv"])
    #expect(
      try FolderEntries.read(folder / "a").map(\.name)
        == ["mfcc", "notes.part", "x.\(getpid())-7.part"])
    for name in ["emonet-\(gone)-1/t", "emonet-\(getpid())-1/t", "emonet-x/t", "other-\(gone)-1/t"]
    {
      try folder.write("tmp/\(name)", Data())
    }
    LeftoverFiles.removeFolders("emonet-", in: folder / "tmp")
    #expect(
      try FolderEntries.read(folder / "tmp").map(\.name)
        == ["emonet-\(getpid())-1", "emonet-x", "other-\(gone)-1"])
  }
}
