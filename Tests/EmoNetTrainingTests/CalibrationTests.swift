// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

import EmoNet
import EmoNetTraining
import Foundation
import Testing

@Suite struct CalibrationTests {
  /// A row that gives one emotion some confidence and another one the rest.
  private func row(
    _ truth: Emotion, says answer: Emotion, _ confidence: Float, rest: Emotion = .neutral,
    corpus: String? = nil, path: String = "a"
  ) -> PredictionRow {
    PredictionRow(
      path: path, truth: truth,
      scores: EmotionScores { $0 == answer ? confidence : $0 == rest ? 1 - confidence : 0 },
      corpus: corpus)
  }

  private func table(_ rows: [PredictionRow]) -> PredictionTable {
    PredictionTable(
      model: "m", weightsChecksum: "c", precision: .f32, branches: [], rows: rows)
  }

  private func figures(_ rows: [PredictionRow]) -> EvaluationFigures {
    Evaluator.report(on: table(rows)).figures
  }

  @Test func figuresAgreeWithThoseByHand() throws {
    // Two answers of 0.75, one right; one of 0.5 exactly, which is right and falls into the bin up to 0.5.
    let figures = figures([
      row(.sad, says: .sad, 0.75), row(.happy, says: .sad, 0.75), row(.fear, says: .fear, 0.5),
    ])
    let calibration = try #require(figures.calibration)
    #expect(abs(calibration.expectedError - (2 * 0.25 + 0.5) / 3) < 1e-15)
    // 0.25^2 + 0.25^2, then 1 + 0.75^2 + 0.25^2, then 0.5^2 + 0.5^2.
    #expect(abs(calibration.brierScore - (0.125 + 1.625 + 0.5) / 3) < 1e-15)
    let loss = -(log(0.75) + log(Double.ulpOfOne) + log(0.5)) / 3
    #expect(abs(calibration.logLoss - loss) < 1e-12)
    #expect(figures.reliability.map(\.clips) == [0, 0, 0, 0, 1, 0, 0, 2, 0, 0])
    #expect(figures.reliability[7].confidence == 0.75 && figures.reliability[7].accuracy == 0.5)
    #expect(figures.reliability[0].confidence == nil)
  }

  @Test func coverageFallsAndAccuracyIsOfWhatIsLeft() {
    let coverage = figures([
      row(.sad, says: .sad, 0.95), row(.happy, says: .sad, 0.75), row(.fear, says: .fear, 0.625),
      row(.fear, says: .angry, 0.55),
    ]).coverage
    #expect(coverage.map(\.clips) == [4, 4, 4, 4, 4, 4, 3, 2, 1, 1])
    #expect(coverage.map(\.accuracy) == [0.5, 0.5, 0.5, 0.5, 0.5, 0.5, 2.0 / 3, 0.5, 1, 1])
    #expect(coverage[6].coverage == 0.75)
  }

  @Test func belowTheLeastConfidenceNothingIsAnswered() {
    let rows = [row(.sad, says: .sad, 0.75), row(.sad, says: .happy, 0.5)]
    let report = Evaluator.report(on: table(rows).answering(withAtLeast: 0.75))
    #expect(report.accuracy == 0.5 && report.uncertain == [0, 0, 0, 0, 0, 1, 0])
    #expect(report.answered.clips == 1 && report.answered.coverage == 0.5)
    #expect(report.answered.accuracy == 1 && report.minimumConfidence == 0.75)
    let text = EvaluationText.render(report)
    #expect(
      text.contains(
        """
        answered with a confidence of at least 0.75: 1 of 2 clips
        coverage 0.500, accuracy of these 1.000, unweighted average recall 1.000;
        """))
    #expect(
      text.contains(
        ["sad         ", "0", "0", "0", "0", "0", "1", "0", "1"]
          .joined(separator: "          ") + "\n"))
    #expect(Evaluator.report(on: table(rows).answering(withAtLeast: 0)).answered.clips == 2)
  }

  @Test func answersCanBeRestrictedToTheEmotionsOfACorpus() {
    let rows = [
      row(.sad, says: .happy, 0.75, rest: .sad, corpus: "x"),
      row(.sad, says: .happy, 0.75, rest: .sad, corpus: "y"),
      row(.angry, says: .happy, 1, rest: .sad, corpus: "z"),
    ]
    let restricted = table(rows).restricted(to: [
      "x": [.sad, .angry], "z": [.fear, .angry], nil: [.fear],
    ])
    #expect(restricted.rows.map(\.answer) == [.sad, .happy, .angry])
    #expect(restricted.rows[0].scores[.sad] == 1)
    // What a model holds for impossible is as likely as the rest of it.
    #expect(restricted.rows[2].scores[.fear] == 0.5)
    #expect(Evaluator.report(on: restricted).answers == .corpus)
  }

  @Test func aReportIsSplitByNameAndWhatHasNoneComesLast() throws {
    let rows = [
      row(.sad, says: .sad, 1, corpus: "b"), row(.sad, says: .sad, 1),
      row(.sad, says: .fear, 1, corpus: "a"), row(.sad, says: .sad, 1, corpus: "a"),
    ]
    let report = Evaluator.report(on: table(rows), by: .corpus)
    #expect(report.parts.map(\.name) == ["a", "b", nil])
    #expect(report.parts.map(\.figures.classified) == [2, 1, 1])
    #expect(report.parts.map(\.figures.accuracy) == [0.5, 1, 1])
    #expect(
      EvaluationText.render(report).contains(
        """
        corpus      clips  accuracy     UAR    95 % interval  macro F1  calibration error
        a               2     0.500   0.500   [0.000, 1.000]     0.667              0.500
        b               1     1.000   1.000   [1.000, 1.000]     1.000              0.000
        not said        1     1.000   1.000   [1.000, 1.000]     1.000              0.000

        """))
    let data = Data(try report.json.text().utf8)
    #expect(try JSONDecoder().decode(EvaluationReport.self, from: data) == report)
  }
}
