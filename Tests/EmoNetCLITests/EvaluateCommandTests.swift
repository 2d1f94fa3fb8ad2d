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
}
