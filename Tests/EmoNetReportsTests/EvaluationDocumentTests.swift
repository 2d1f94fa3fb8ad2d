// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

import EmoNet
import EmoNetReports
import EmoNetTraining
import Testing

@Suite struct EvaluationDocumentTests {
  private func titles(_ document: ReportDocument) -> [String] { document.sections.map(\.title) }

  private func table(_ caption: String, in document: ReportDocument) throws -> ReportTable {
    try #require(document.tables.first { $0.caption.hasPrefix(caption) })
  }

  @Test func thePartsStandInTheOrderOfAPaper() throws {
    let document = try MadeUpAnswers.document(
      MadeUpAnswers.table(), comparedWith: MadeUpAnswers.table())
    #expect(
      titles(document) == [
        "Headline figures", "Confusions", "Each emotion", "Calibration", "Coverage and accuracy",
        "Picture, sound and fusion", "By corpus", "By speaker", "By modality", "By length",
        "Worst mistakes", "Compared with emonet_test", "What was missing", "How this was made",
      ])
  }

  @Test func whatTheListDoesNotSayIsNotSplit() throws {
    var table = MadeUpAnswers.table(corpora: [nil])
    for row in table.rows.indices { table.rows[row].speaker = nil }
    let titles = titles(try MadeUpAnswers.document(table))
    #expect(!titles.contains("By corpus") && !titles.contains("By speaker"))
    #expect(titles.contains("By length"))
  }

  @Test func fusionHelpedOrHurtWhereOnlyOneIsRight() throws {
    let document = try MadeUpAnswers.document(MadeUpAnswers.table())
    let branches = try table("What each branch alone", in: document)
    #expect(
      branches.columns.suffix(4) == ["both right", "fusion helped", "fusion hurt", "neither right"])
    // The sound is always right, the fused answer in two of three clips; the picture says what is fused, in 48 clips.
    #expect(branches.rows[2][0] == .text("sound alone"))
    #expect(branches.rows[2].suffix(4) == [.count(40), .count(0), .count(20), .count(0)])
    #expect(branches.rows[1].suffix(4) == [.count(32), .count(0), .count(0), .count(16)])
  }

  @Test func lengthsStandFromShortToLong() throws {
    let lengths = try table("Figures by length", in: MadeUpAnswers.document(MadeUpAnswers.table()))
    #expect(
      lengths.rows.map { $0[0] } == [
        .text("under 1 s"), .text("1 to 2 s"), .text("2 to 3 s"), .text("3 to 5 s"),
        .text("5 to 10 s"), .text("10 to 60 s"),
      ])
  }

  @Test func theSurestMistakesComeFirst() throws {
    let mistakes = try table("Wrong answers", in: MadeUpAnswers.document(MadeUpAnswers.table()))
    #expect(mistakes.rows.count == 20)
    let confidences = mistakes.rows.compactMap { row -> Double? in
      guard case .number(let value) = row[3] else { return nil }
      return value
    }
    #expect(confidences == confidences.sorted(by: >) && confidences.count == 20)
  }

  @Test func emotionsThatNeitherOccurNorAreAnsweredAreNamedOnce() throws {
    let document = try MadeUpAnswers.document(MadeUpAnswers.table())
    #expect(
      document.sections[2].paragraphs == ["Not in this list, and never answered: disgust."])
    #expect(try table("Confusion matrix", in: document).columns.count == 7)
    let unsure = try MadeUpAnswers.document(MadeUpAnswers.table().answering(withAtLeast: 0.5))
    #expect(try table("Confusion matrix", in: unsure).columns.last == "uncertain")
    #expect(unsure.summary.contains("below 0.5 are not given"))
  }

  @Test func aProgramCanMakeThePageOfItsOwnOutcomes() {
    let outcomes = [Emotion.sad, .happy].enumerated().map { index, truth in
      ClipOutcome(
        entry: ClipListEntry(path: "\(index).avi", resolvedPath: "\(index).avi", label: truth),
        prediction: Prediction(
          path: "\(index).avi", scores: EmotionScores { $0 == .sad ? 0.75 : 0.25 / 6 },
          modalities: PerBranch(), frames: PredictionFrames(decoded: 1, canonical: 1, withFace: 1),
          duration: 1, model: "m"))
    }
    func page(_ least: Double?) -> EvaluationPage {
      EvaluationPage(
        outcomes, model: "m", weightsChecksum: "c", minimumConfidence: least,
        manifest: MadeUpAnswers.manifest)
    }
    #expect(page(nil).html.contains("Evaluation of m") && page(nil).html == page(nil).html)
    #expect(page(nil).markdown.contains("| Accuracy | 0.500 |"))
    #expect(page(0.9).latex.contains("Coverage & 0.000"))
  }
}
