// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

import EmoNet
import Foundation
import TestSupport
import Testing

@Suite struct DatasetCommandTests {
  private let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder([
      "data/03-01-03-01-01-01-01.wav": "x", "data/03-01-04-01-01-01-02.wav": "x",
      "data/03-01-02-01-01-01-02.wav": "x",
    ])
  }

  @Test func theListGoesOutAndTheCountsToThePeople() throws {
    let ran = try EmoNetProcess.run(
      ["dataset", "list", "--layout", "ravdess", "data"], in: folder.path)
    #expect(
      ran
        == Ran(
          output: """
            path,label,speaker,split,corpus,modality
            data/03-01-03-01-01-01-01.wav,happy,ravdess-01,,ravdess,a
            data/03-01-04-01-01-01-02.wav,sad,ravdess-02,,ravdess,a

            """,
          errors: """
            emonet: 1 of 'calm' left out; --labels can say what it means
            speaker        angry   disgust      fear     happy   neutral       sad  surprise
            ravdess-01         0         0         0         1         0         0         0
            ravdess-02         0         0         0         0         0         1         0
            all                0         0         0         1         0         1         0

            """))
  }

  @Test func namesThatDoNotFitAreToldAndNothingIsWritten() throws {
    try folder.write("data/other.wav", Data("x".utf8))
    let arguments = ["dataset", "list", "--layout", "ravdess", "data", "--output", "list.csv"]
    let told =
      "  data/other.wav: does not fit seven numbers of two digits, such as 03-01-06-01-02-01-12\n"
      + "emonet: data: 1 of 3 files do not fit"
    let ran = try EmoNetProcess.run(arguments, in: folder.path)
    #expect(ran == Ran(errors: told + "; nothing was written\n", exitCode: 65))
    #expect(try folder.names() == ["data"])

    let kept = try EmoNetProcess.run(arguments + ["--keep-going"], in: folder.path)
    #expect(kept.exitCode == 1 && kept.errors.hasPrefix(told + "\n"))
    #expect(try folder.text("list.csv").split(separator: "\n").count == 3)
  }

  @Test func labelsAreRenamedByAMap() throws {
    try folder.write("map.json", Data(#"{"calm": "neutral", "sad": null}"#.utf8))
    let ran = try EmoNetProcess.run(
      ["dataset", "list", "data", "--layout=ravdess", "--labels", "map.json", "--corpus", "R"],
      in: folder.path)
    #expect(ran.output.contains("data/03-01-02-01-01-01-02.wav,neutral,ravdess-02,,R,a\n"))
    #expect(ran.errors.contains("1 of 'sad' left out"))
  }
}
