// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

import Foundation
import Testing

@testable import NeuralNetwork

@Suite struct SoftmaxCrossEntropyTests {
  @Test func lossGradientAndSoftmaxArePyTorchs() throws {
    let golden = try Golden.recurrent()
    let logits = try #require(golden.tensors["loss.logits"])
    let (loss, gradient) = SoftmaxCrossEntropy.lossAndGradient(
      logits: logits, targets: try #require(golden.tensors["loss.targets"]),
      weights: golden.tensors["loss.weights"]?.values, labelSmoothing: 0.1)
    // PyTorch computed in 32 bits: a few ulps.
    #expect(abs(loss - (try Golden.recurrent("loss.loss"))[0]) < 2e-6)
    #expect(gradient.relativeDifference(from: try Golden.recurrent("loss.gradient")) < 2e-6)
    #expect(
      SoftmaxCrossEntropy.softmax(logits).relativeDifference(
        from: try Golden.recurrent("loss.softmax")) < 1e-6)
  }

  @Test func hugeLogitsStayFiniteAndAnImpossibleClassWithoutTargetCostsNothing() {
    let logits = Tensor(shape: [2, 3], [1e30, 0, -1e30, 5, 5, -.infinity])
    let targets = Tensor(shape: [2, 3], [1, 0, 0, 0.5, 0.5, 0])
    let (loss, gradient) = SoftmaxCrossEntropy.lossAndGradient(logits: logits, targets: targets)
    #expect(abs(loss - Float(log(2.0)) / 2) < 1e-6)
    #expect(gradient.values.allSatisfy { $0.isFinite })
    #expect(SoftmaxCrossEntropy.softmax(logits).values == [1, 0, 0, 0.5, 0.5, 0])
  }

  @Test func rowsOfWeight0TakeNoPart() {
    let logits = Tensor(shape: [2, 2], [1, 2, .nan, .nan])
    let targets = Tensor(shape: [2, 2], [1, 0, 1, 0])
    let both = SoftmaxCrossEntropy.lossAndGradient(
      logits: logits.rows(0..<1), targets: targets.rows(0..<1))
    let weighted = SoftmaxCrossEntropy.lossAndGradient(
      logits: logits, targets: targets, weights: [3, 0])
    #expect(weighted.loss == both.loss)
    #expect(weighted.gradient.values == both.gradient.values + [0, 0])
    #expect(
      SoftmaxCrossEntropy.lossAndGradient(logits: logits, targets: targets, weights: [0, 0]).loss
        == 0)
  }

  @Test func theGradientIsTheFiniteDifferenceOfTheLoss() {
    var generator = SeededGenerator(seed: 4)
    let logits = Tensor(shape: [3, 5], (0..<15).map { _ in generator.normal() })
    let targets = SoftmaxCrossEntropy.softmax(
      Tensor(shape: [3, 5], (0..<15).map { _ in generator.normal() }))
    func loss(_ logits: Tensor) -> Float {
      SoftmaxCrossEntropy.lossAndGradient(
        logits: logits, targets: targets, weights: [1, 2, 0.5], labelSmoothing: 0.2
      ).loss
    }
    let gradient = SoftmaxCrossEntropy.lossAndGradient(
      logits: logits, targets: targets, weights: [1, 2, 0.5], labelSmoothing: 0.2
    ).gradient
    for index in 0..<15 {
      var (up, down) = (logits, logits)
      up[index] += 0.01
      down[index] -= 0.01
      // Central differences of a float loss near 2: 1e-7 / 0.02 of rounding, and a term in step^2.
      #expect(abs((loss(up) - loss(down)) / 0.02 - gradient[index]) < 1e-4)
    }
  }
}
