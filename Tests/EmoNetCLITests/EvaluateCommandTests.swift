// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

import Arguments
import EmoNet
import EmoNetTraining
import Foundation
import TestSupport
import Testing

@testable import EmoNetCLI

@Suite struct EvaluateCommandTests {
  private let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder([
      "a.avi": "x", "b.avi": "x", "bad.avi": "x",
      "list.csv": """
      path,label,speaker,split,corpus,modality
      a.avi,happy,cid,validation,one,av
      b.avi,sad,dan,validation,one,av
      bad.avi,sad,dan,validation,two,av
      none.avi,sad,ann,train,one,a
      """,
    ])
  }

  private func evaluate(_ options: [String]) throws -> (ExitCode, String) {
    let command = EvaluateCommand.command { _ in Samples.classifier }
    let words = ["--list", folder / "list.csv", "--output", folder / "out"] + options
    let code = try command.run(Program.description.parse(words, for: command))
    return (code, try folder.text("out"))
  }

  @Test func theReportAsJSONCountsWhatWasFound() throws {
    let (code, text) = try evaluate([
      "--split", "validation", "--corpus", "one", "--modality", "av", "--format", "json",
    ])
    #expect(code == .success)
    let report = try JSONDecoder().decode(EvaluationReport.self, from: Data(text.utf8))
    #expect(report.clips == 2)
    #expect(report.accuracy == 0.5)
    #expect(report.uar == 0.5)
    #expect(report.withoutSound == 2)
    #expect(report.model == "test")
    #expect(report.weightsChecksum == "c0ffee")
    #expect(report.failed == [])
  }

  @Test func clipsThatFailAreListedAndMakeTheExitCodeOne() throws {
    let (code, text) = try evaluate([])
    #expect(code == .incomplete)
    #expect(text.contains("bad.avi: made to fail\n"))
    #expect(text.contains("none.avi: no such file\n"))
    #expect(text.contains("4: 2 classified, 2 failed"))
  }

  private func parse(_ words: [String]) throws -> ParsedArguments {
    try Program.description.parse(words, for: EvaluateCommand.command { _ in Samples.classifier })
  }

  @Test func answersThatWereStoredMakeTheSameReportAgain() throws {
    let (_, fresh) = try evaluate(["--format", "json", "--predictions", folder / "t.npz"])
    let command = EvaluateCommand.command { _ in Samples.classifier }
    let code = try command.run(
      parse([
        "--answers", folder / "t.npz", "--format", "json", "--output", folder / "again",
      ]))
    #expect(code == .incomplete)
    #expect(try folder.text("again") == fresh)
  }

  @Test func aTableOfAnswersHasTheRowsOfTheListAndWhatFailed() throws {
    _ = try evaluate(["--predictions", folder / "t.csv"])
    let table = try PredictionTable.read(folder / "t.csv")
    #expect(table.rows.map(\.path) == ["a.avi", "b.avi"])
    #expect(table.rows.map(\.speaker) == ["cid", "dan"])
    #expect(table.rows.map(\.split) == ["validation", "validation"])
    #expect(table.rows[0].warnings == ["no sound"])
    #expect(table.failed.map(\.path) == ["bad.avi", "none.avi"])
    #expect(table.model == "test" && table.weightsChecksum == "c0ffee")
  }

  @Test func onlyEmotionsOfTheCorpusAreAnsweredWhereThatIsAskedFor() throws {
    // Of the whole list: corpus two has sad clips alone, but its only one fails.
    let (_, text) = try evaluate([
      "--only-present", "--split", "validation", "--corpus", "one", "--predictions",
      folder / "t.csv",
    ])
    #expect(text.contains("answers  among the emotions of each corpus\n"))
    let table = try PredictionTable.read(folder / "t.csv")
    #expect(table.range == .corpus)
    #expect(table.rows[0].scores[.neutral] == 0)
    #expect(table.rows[0].scores[.happy] == Float(0.75 / 0.875))
  }

  @Test func aSplitAndAComparisonStandInTheReport() throws {
    _ = try evaluate(["--predictions", folder / "t.csv", "--minimum-confidence", "0.8"])
    let (_, text) = try evaluate([
      "--by", "speaker", "--compare", folder / "t.csv", "--format", "json",
    ])
    let report = try JSONDecoder().decode(EvaluationReport.self, from: Data(text.utf8))
    #expect(report.parts.map(\.name) == ["cid", "dan"])
    #expect(report.comparison?.onlyThisRight == 1 && report.comparison?.clips == 2)
    #expect(report.comparison?.mcNemarP == 1)
  }

  @Test func nothingIsWrittenWhereTheComparisonCannotBe() throws {
    let empty = PredictionTable(
      model: "m", weightsChecksum: "c", precision: .f32, branches: [], rows: [])
    try empty.write(to: folder / "empty.csv")
    let error = #expect(throws: (any Error).self) {
      try evaluate(["--compare", folder / "empty.csv", "--predictions", folder / "t.csv"])
    }
    #expect(error.map { Failure($0).exitCode } == .badData)
    #expect(try !folder.names().contains { $0 == "t.csv" || $0.hasPrefix("out") })
  }

  @Test func rowsOfStoredAnswersAreChosenAsThoseOfAList() throws {
    _ = try evaluate(["--predictions", folder / "t.csv"])
    let command = EvaluateCommand.command { _ in Samples.classifier }
    let stored = ["--answers", folder / "t.csv", "--output", folder / "out"]
    #expect(try command.run(parse(stored + ["--corpus", "one"])) == .success)
    try PredictionTable(model: "m", weightsChecksum: "c", precision: .f32, branches: [], rows: [])
      .write(to: folder / "empty.csv")
    #expect(throws: Failure.self) { try command.run(parse(["--answers", folder / "empty.csv"])) }
    let error = #expect(throws: Failure.self) {
      try command.run(parse(stored + ["--corpus", "three"]))
    }
    #expect(
      error?.message == folder / "t.csv"
        + ": none of its 2 rows is chosen; splits: validation; corpora: one")
  }

  @Test(arguments: [
    (
      ["--list", "l", "--answers", "t.csv"], "options '--list' and '--answers' exclude one another"
    ),
    (
      ["--answers", "t.csv", "--weights", "w"],
      "option '--weights' has no use beside '--answers', whose answers are given"
    ),
    (
      ["--list", "l", "--show-clips"],
      "option '--show-clips' needs '--report FILE.html' and '--list FILE'"
    ),
    (
      ["--list", "l", "--predictions", "t.txt"],
      "option '--predictions' must end in .csv, .json or .npz, not 't.txt'"
    ),
  ])
  func optionsThatDoNotGoTogetherAreAnError(words: [String], reason: String) throws {
    let command = EvaluateCommand.command { _ in Samples.classifier }
    let error = #expect(throws: UsageError.self) { try command.run(parse(words)) }
    #expect(error?.reason == reason)
  }

  @Test func aTableThatCannotBeWrittenIsAnErrorBeforeAnythingIsClassified() {
    let error = #expect(throws: Failure.self) {
      try evaluate(["--predictions", folder / "none/t.csv"])
    }
    #expect(error?.exitCode == .ioError)
  }
}
