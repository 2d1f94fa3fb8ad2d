// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

import Arguments
import Files
import Foundation
import Media
import Testing

@testable import EmoNetCLI

/// The one place where errors become exit codes and messages.
@Suite struct FailureTests {
  private struct Mistake: Error, CustomStringConvertible {
    let description = "two and two are five"
  }

  @Test(arguments: [
    (FileError.Kind.missing, ExitCode.noInput), (.malformed, .badData), (.unsupported, .badData),
    (.unwritable, .ioError),
  ])
  func aFilesErrorNamesPathAndLine(_ kind: FileError.Kind, _ exitCode: ExitCode) {
    let error = FileError(kind, path: "list.csv", line: 3, reason: "is odd")
    #expect(Failure(error) == Failure(exitCode, "list.csv:3: is odd"))
  }

  @Test(arguments: [
    (MediaError.Kind.unreadable, ExitCode.noInput), (.invalidData, .badData),
    (.missingStream, .badData), (.unsupported, .badData), (.writing, .ioError),
  ])
  func aMediaErrorNamesPathAndOperation(_ kind: MediaError.Kind, _ exitCode: ExitCode) {
    let error = MediaError(kind: kind, path: "a.avi", operation: "open", reason: "is odd")
    #expect(Failure(error) == Failure(exitCode, "a.avi: cannot open: is odd"))
    #expect(
      UnusableClip(path: "a.avi", error: error)
        == UnusableClip(path: "a.avi", reason: "cannot open: is odd", exitCode: exitCode))
  }

  @Test func aUsageErrorSaysWhatToTypeForHelp() throws {
    let error = try #require(throws: UsageError.self) {
      try Program.description.request(["train"])
    }
    #expect(
      Failure(error)
        == Failure(.usage, "option '--list FILE' is required\nTry 'emonet help train'."))
  }

  @Test func anErrorOfTheSystemsLibraryIsToldInTheSystemsWords() throws {
    let reading = try #require(throws: (any Error).self) {
      try FileManager.default.contentsOfDirectory(atPath: "/nowhere")
    }
    #expect(Failure(reading).exitCode == .noInput)
    #expect(Failure(reading).message.lowercased().contains("no such file or"))
    let writing = try #require(throws: (any Error).self) {
      try Data().write(to: URL(fileURLWithPath: "/nowhere/file"))
    }
    #expect(Failure(writing).exitCode == .ioError)
    struct Row: Decodable { let count: Int }
    let decoding = try #require(throws: (any Error).self) {
      try JSONDecoder().decode(Row.self, from: Data(#"{"count": "x"}"#.utf8))
    }
    #expect(Failure(decoding) == Failure(.badData, "'count' must be a whole number"))
    for failure in [Failure(reading), Failure(writing)] {
      #expect(!failure.message.contains("Domain") && !failure.message.contains("UserInfo"))
    }
  }

  @Test func whateverElseIsAMistakeOfTheProgram() {
    #expect(Failure(Mistake()) == Failure(.internalError, "two and two are five"))
    #expect(Failure(Failure(.badData, "x")) == Failure(.badData, "x"))
  }

  @Test func aListThatLeadsToNoClipsKeepsItsOwnPlace() {
    let error = FileError(.malformed, path: "list.csv", line: 3, reason: "is odd")
    #expect(
      ClipInput.failure("list.csv", error)
        == UnusableClip(path: "list.csv:3", reason: "is odd", exitCode: .badData))
    let input = FileError(.missing, path: "standard input", reason: "names no clips")
    #expect(ClipInput.failure("-", input).line == "standard input: names no clips")
  }
}
