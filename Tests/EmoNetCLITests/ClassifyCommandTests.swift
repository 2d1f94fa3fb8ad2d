// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

import Arguments
import EmoNet
import Files
import TestSupport
import Testing

@testable import EmoNetCLI

/// The command around a model that is made up; what a real one says is tested with the sample clip.
@Suite struct ClassifyCommandTests {
  private let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder([
      "clips/b.avi": "x", "clips/a.MP4": "x", "clips/deep/c.wav": "x", "clips/notes.md": "x",
      "clips/.hidden.avi": "x", "bad.avi": "x", "empty.avi": "",
      "list.txt": "clips/b.avi\n\nbad.avi\n",
      "list.csv": "speaker,path\nann,clips/b.avi\n",
    ])
  }

  private func classify(_ arguments: [String]) throws -> ExitCode {
    let command = ClassifyCommand.command { _ in Samples.classifier }
    let words = ["--format", "json", "--output", folder / "out"] + arguments
    return try command.run(Program.description.parse(words, for: command))
  }

  private func line(_ name: String) throws -> String {
    try Samples.prediction(folder / name).json.text() + "\n"
  }

  @Test(arguments: [
    ([], PrecisionChoice.auto), (["--precision", "f32"], .f32), (["--precision", "bf16"], .bf16),
  ])
  func theModelIsLoadedInThePrecisionAskedFor(
    _ words: [String], _ precision: PrecisionChoice
  ) throws {
    let command = ClassifyCommand.command { choice in
      #expect(choice.precision == precision)
      #expect(choice.weights == "w")
      return Samples.classifier
    }
    let all = words + ["--weights", "w", "--output", folder / "out", folder / "clips"]
    #expect(try command.run(Program.description.parse(all, for: command)) == .success)
  }

  @Test func aFolderIsSearchedInOrder() throws {
    #expect(try classify([folder / "clips"]) == .success)
    let expected = try ["clips/a.MP4", "clips/b.avi", "clips/deep/c.wav"].map(line).joined()
    #expect(try folder.text("out") == expected)
  }

  @Test func aListStandsForItsPathsTakenFromItsFolder() throws {
    #expect(try classify([folder / "list.csv", folder / "clips/a.MP4"]) == .success)
    #expect(try folder.text("out") == line("clips/b.avi") + line("clips/a.MP4"))
  }

  @Test(arguments: [
    ("bad.avi", "made to fail", ExitCode.badData), ("empty.avi", "the file is empty", .badData),
    ("none.avi", "no such file", .noInput),
  ])
  func theFirstFailureEndsTheRunAfterTheResultsBeforeIt(
    _ name: String, _ reason: String, _ exitCode: ExitCode
  ) throws {
    #expect(throws: Failure(exitCode, "\(folder / name): \(reason)")) {
      try classify([folder / "clips/b.avi", folder / name, folder / "clips/a.MP4"])
    }
    #expect(try folder.text("out.partial") == line("clips/b.avi"))
    #expect(try !folder.names().contains("out"))
  }

  @Test func keepGoingClassifiesTheRest() throws {
    let code = try classify([
      "--keep-going", folder / "list.txt", folder / "none.csv", folder / "clips/a.MP4",
    ])
    #expect(code == .incomplete)
    #expect(try folder.text("out") == line("clips/b.avi") + line("clips/a.MP4"))
    #expect(try !folder.names().contains("out.partial"))
  }

  @Test func anOutputThatCannotBeWrittenIsNamed() throws {
    let command = ClassifyCommand.command { _ in Samples.classifier }
    let path = folder / "no/out"
    #expect(throws: Failure(.ioError, "\(path): cannot be written: No such file or directory")) {
      try command.run(
        Program.description.parse(["--output", path, folder / "clips"], for: command))
    }
  }

  @Test func nothingIsLeftBehindWhenTheModelCannotBeRead() throws {
    let command = ClassifyCommand.command { _ in throw Failure(.badData, "broken") }
    #expect(throws: Failure(.badData, "broken")) {
      try command.run(
        Program.description.parse(["--output", folder / "out", folder / "clips"], for: command))
    }
    #expect(try folder.names().filter { $0.hasPrefix("out") } == [])
  }
}
