// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

import Files
import Foundation
import TestSupport
import Testing

@Suite struct ReadableFileTests {
  @Test func aFileIsReadInPiecesToItsEnd() throws {
    let folder = try TemporaryFolder(["a": "abcdefg"])
    let file = try ReadableFile(folder / "a")
    #expect(file.size == 7)
    #expect(try file.read(upTo: 3) == Array("abc".utf8))
    #expect(try file.read(upTo: 10) == Array("defg".utf8))
    #expect(try file.read(upTo: 10).isEmpty)
  }

  @Test func whatIsNoRegularFileIsRefusedWithoutWaitingForAWriter() throws {
    let folder = try TemporaryFolder()
    mkfifo(folder / "pipe", 0o600)
    for path in [folder.path, folder / "pipe", "/dev/zero"] {
      let error = #expect(throws: FileError.self) { try ReadableFile(path) }
      #expect(error?.description == "\(path): not a regular file")
      #expect(error?.kind == .missing)
    }
  }

  @Test(arguments: [
    (nil, "none: no such file"),
    ("read weights", "cannot read weights none: No such file or directory"),
  ])
  func aMissingFileIsNamedWithWhatWasBeingDone(operation: String?, line: String) {
    let error = #expect(throws: FileError.self) { try ReadableFile("none", operation: operation) }
    #expect(error?.description == line)
  }

  @Test func anEmptyFileCannotBeMapped() throws {
    let folder = try TemporaryFolder(["a": ""])
    let error = #expect(throws: FileError.self) { try FileMapping(try ReadableFile(folder / "a")) }
    #expect(error == FileError(.malformed, path: folder / "a", reason: "it is empty"))
  }

  @Test func aMappedFileKeepsItsBytesWhenAnotherTakesItsPlace() throws {
    let folder = try TemporaryFolder(["a": "first"])
    let mapping = try FileMapping(try ReadableFile(folder / "a"))
    try AtomicFile.write("other", to: folder / "a")
    #expect(Array(mapping.bytes) == Array("first".utf8))
  }
}

@Suite struct FileErrorTests {
  @Test(arguments: [
    (FileError(.malformed, path: "a.csv", line: 7, reason: "no"), "a.csv:7: no"),
    (FileError(.malformed, path: "a", operation: "list", reason: "no"), "cannot list a: no"),
    (
      FileError(.malformed, path: "w", operation: "load weights", part: "tensor t", reason: "no"),
      "cannot load weights w, tensor t: no"
    ),
    (
      FileError(.malformed, path: "", operation: "load weights", part: "tensor t", reason: "no"),
      "cannot load weights tensor t: no"
    ),
    (FileError(.unsupported, path: "", reason: "no"), "no"),
    (.unwritable("a", code: ENOSPC), "a: cannot be written: No space left on device"),
    (
      .unwritable("a", code: ENOSPC, operation: "write weights"),
      "cannot write weights a: No space left on device"
    ),
  ])
  func itIsOneLineForPeople(error: FileError, line: String) {
    #expect(error.description == line)
  }
}
