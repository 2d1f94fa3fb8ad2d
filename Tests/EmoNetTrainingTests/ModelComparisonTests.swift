// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

import EmoNet
import EmoNetTraining
import Files
import Foundation
import Testing

@Suite struct ModelComparisonTests {
  /// Clips of which each answer is right or not, two speakers.
  private func table(_ rights: [Bool], name: String = "m", paths: Range<Int>? = nil)
    -> PredictionTable
  {
    let rows = zip(paths ?? 0..<rights.count, rights).map { path, isRight in
      PredictionRow(
        path: "\(path)", truth: .sad,
        scores: EmotionScores { $0 == (isRight ? .sad : .fear) ? 1 : 0 }, speaker: "s\(path % 2)")
    }
    return PredictionTable(
      model: name, weightsChecksum: "c-\(name)", precision: .f32, branches: [], rows: rows)
  }

  /// P of the two-sided binomial test of one half, as SciPy's `binomtest(left, left + right).pvalue` gives it.
  @Test(arguments: [
    (0, 0, 1.0), (3, 3, 1.0), (0, 10, 0.001953125), (10, 0, 0.001953125), (3, 12, 0.03515625),
    (1, 0, 1.0), (40, 61, 0.046044066929342785), (700, 812, 0.004293681537359062),
  ])
  func mcNemarAgreesWithTheBinomialTest(left: Int, right: Int, expected: Double) {
    #expect(abs(ModelComparison.mcNemarP(left, right) - expected) < 1e-12)
  }

  @Test func countsAndDifferencesAreOfTheSameClips() throws {
    let this = table([true, true, true, false, true, false])
    let other = table([true, false, false, true, true, false], name: "n", paths: 2..<8)
    let found = try ModelComparison(this, with: other, path: "o.csv")
    // In common are 2 to 5: here right, wrong, right, wrong; there right, wrong, wrong, right.
    #expect(found.clips == 4 && found.onlyThis == 2 && found.onlyOther == 2)
    #expect(found.bothRight == 1 && found.onlyThisRight == 1)
    #expect(found.onlyOtherRight == 1 && found.neitherRight == 1)
    #expect(found.accuracy.this == 0.5 && found.accuracy.difference == 0)
    #expect(found.model == "n" && found.intervalMethod == .speakers && found.speakers == 2)
    #expect(found.mcNemarP == 1)
    // One speaker is better here, the other there.
    #expect(found.accuracy.interval == ConfidenceInterval(lower: -0.5, upper: 0.5))
  }

  @Test func aModelIsNoBetterThanItself() throws {
    let this = table((0..<40).map { $0 % 3 == 0 })
    let found = try ModelComparison(this, with: this, path: "o")
    #expect(found.uar.interval == ConfidenceInterval(lower: 0, upper: 0))
    let report = Evaluator.report(on: this, comparison: found)
    #expect(
      EvaluationText.render(report).contains(
        """
        compared with m (weights c-m)
        on the 40 clips that both classified; 0 only here, 0 only there
                                       this   other  difference   95 % interval (paired, over 2 speakers)
        accuracy                      0.350   0.350      +0.000   [0.000, 0.000]
        unweighted average recall     0.350   0.350      +0.000   [0.000, 0.000]
        macro F1                      0.519   0.519      +0.000   [0.000, 0.000]
        right: both 14, only this 0, only the other 0, neither 26
        McNemar's exact test: p = 1

        """))
    let data = Data(try report.json.text().utf8)
    #expect(try JSONDecoder().decode(EvaluationReport.self, from: data) == report)
  }

  @Test func aClipWithoutAnAnswerIsNotRight() throws {
    let this = table([true, true]).answering(withAtLeast: 1)
    var other = this
    other.rows[0].answer = nil
    #expect(try ModelComparison(this, with: other, path: "o").onlyThisRight == 1)
  }

  @Test func tablesThatDoNotGoTogetherAreErrors() {
    let this = table([true, false])
    var other = table([true, false])
    func reason(_ this: PredictionTable, _ other: PredictionTable) -> String? {
      let error = #expect(throws: FileError.self) {
        try ModelComparison(this, with: other, path: "o.npz")
      }
      #expect(error?.kind == .malformed && error?.path == "o.npz")
      return error?.reason
    }
    #expect(
      reason(this, table([true], paths: 5..<6))
        == "none of its 1 clips is among the 2 that were classified")
    other.rows[1].truth = .angry
    #expect(reason(this, other) == "clip '1' is angry here and sad in the list")
    other.rows[1] = other.rows[0]
    #expect(reason(this, other) == "has the clip '0' more than once")
    #expect(reason(other, this) == "cannot be compared: the list has the clip '0' more than once")
  }
}
