// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

import EmoNet
import EmoNetTraining
import Testing

@Suite struct ConfusionMatrixTests {
  /// Angry: 3 of 4 found, one taken for sad. Sad: 1 of 2 found, one taken for happy. No happy
  /// clips.
  private var matrix: ConfusionMatrix {
    var matrix = ConfusionMatrix()
    for _ in 0..<3 { matrix.add(truth: .angry, predicted: .angry) }
    matrix.add(truth: .angry, predicted: .sad)
    matrix.add(truth: .sad, predicted: .sad)
    matrix.add(truth: .sad, predicted: .happy)
    return matrix
  }

  @Test func figuresAgreeWithThoseByHand() {
    #expect(matrix.total == 6)
    #expect(matrix.accuracy == 4.0 / 6)
    let angry = matrix.figures(.angry)
    #expect(angry.precision == 1)
    #expect(angry.recall == 0.75)
    #expect(angry.f1 == 6.0 / 7)
    #expect(angry.support == 4)
    let sad = matrix.figures(.sad)
    #expect(sad.precision == 0.5)
    #expect(sad.recall == 0.5)
    #expect(sad.f1 == 0.5)
    #expect(sad.support == 2)
  }

  @Test func averagesAreOverTheEmotionsThatOccur() {
    #expect(matrix.unweightedAverageRecall == (0.75 + 0.5) / 2)
    #expect(matrix.macroF1 == (6.0 / 7 + 0.5) / 2)
    let happy = matrix.figures(.happy)
    #expect(happy.precision == nil && happy.recall == nil && happy.f1 == nil)
    #expect(happy.support == 0)
  }

  @Test func anEmotionThatWasNeverGivenHasNoPrecisionButAnF1() {
    var matrix = ConfusionMatrix()
    matrix.add(truth: .sad, predicted: .happy)
    let sad = matrix.figures(.sad)
    #expect(sad.precision == nil && sad.recall == 0 && sad.f1 == 0)
  }

  @Test func aClipWithoutAnAnswerIsNotFound() {
    var matrix = matrix
    matrix.add(truth: .angry, predicted: nil)
    #expect(matrix.total == 7)
    #expect(matrix.uncertain(.angry) == 1 && matrix.uncertain(.sad) == 0)
    #expect(matrix.accuracy == 4.0 / 7)
    #expect(matrix.figures(.angry).recall == 0.6)
    #expect(matrix.figures(.angry).precision == 1)
    #expect(matrix.figures(.angry).support == 5)
    #expect(matrix.answered == self.matrix)
    #expect(matrix.rows == self.matrix.rows)
  }

  @Test func rowsAreTheTruthAndColumnsTheAnswer() {
    #expect(matrix.rows[Emotion.angry.index] == [3, 0, 0, 0, 0, 1, 0])
    #expect(matrix.rows[Emotion.sad.index] == [0, 0, 0, 1, 0, 1, 0])
    #expect(matrix[truth: .sad, predicted: .happy] == 1)
    #expect(matrix[truth: .happy, predicted: .sad] == 0)
  }

  @Test func anEmptyMatrixHasNoFigures() {
    #expect(ConfusionMatrix().accuracy == nil)
    #expect(ConfusionMatrix().unweightedAverageRecall == nil)
    #expect(ConfusionMatrix().macroF1 == nil)
  }

  @Test func matricesAddUp() {
    var sum = matrix
    sum.add(matrix)
    #expect(sum.total == 12)
    #expect(sum.accuracy == matrix.accuracy)
  }
}
