// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

import Foundation
import TestSupport
import Testing

@testable import EmoNetCLI

@Suite struct ResultWriterTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  @Test func theFileAppearsWhenItIsWhole() throws {
    let writer = try ResultWriter(path: folder / "out")
    try writer.write("one\n")
    #expect(try !folder.names().contains("out"))
    try writer.write("two\n")
    try writer.finish()
    #expect(try folder.text("out") == "one\ntwo\n")
    #expect(try folder.names() == ["out"])
    #expect(writer.leaveBehind() == nil)
  }

  @Test func twoRunsIntoOneFileDoNotMixTheirResults() throws {
    let first = try ResultWriter(path: folder / "out")
    let second = try ResultWriter(path: folder / "out")
    try first.write("first 1\n")
    try second.write("second 1\n")
    try first.write("first 2\n")
    try first.finish()
    #expect(try folder.text("out") == "first 1\nfirst 2\n")
    try second.write("second 2\n")
    // The loser says so, and loses nothing.
    let failure = #expect(throws: Failure.self) { try second.finish() }
    #expect(failure?.exitCode == .ioError)
    #expect(
      failure?.message == "\(folder / "out"): another run has written it meanwhile; the results "
        + "so far are in \(folder / "out.partial")")
    #expect(try folder.text("out") == "first 1\nfirst 2\n")
    #expect(try folder.text("out.partial") == "second 1\nsecond 2\n")
  }

  @Test func whatARunThatStopsHadStaysBesideTheFile() throws {
    let writer = try ResultWriter(path: folder / "out")
    try writer.write("one\n")
    #expect(writer.leaveBehind() == "the results so far are in \(folder / "out.partial")")
    #expect(try folder.text("out.partial") == "one\n")
    #expect(try folder.names() == ["out.partial"])
    #expect(writer.leaveBehind() == nil)
  }

  @Test func nothingStaysOfARunWithoutResults() throws {
    do {
      let writer = try ResultWriter(path: folder / "out")
      try writer.write("")
    }
    #expect(try folder.names() == [])
  }

  @Test func aFolderIsNoFile() {
    #expect(throws: Failure(.ioError, "\(folder.path): is a folder")) {
      try ResultWriter(path: folder.path)
    }
  }

  @Test func aFileThatWasThereIsReplacedWithItsPartialResults() throws {
    try folder.write("out", Data("old".utf8))
    try folder.write("out.partial", Data("older".utf8))
    let writer = try ResultWriter(path: folder / "out")
    try writer.write("new")
    #expect(try folder.text("out") == "old")
    try writer.finish()
    #expect(try folder.text("out") == "new")
    #expect(try folder.names() == ["out"])
  }
}
