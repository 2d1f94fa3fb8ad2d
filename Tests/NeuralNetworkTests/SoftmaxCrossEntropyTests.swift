// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

import Foundation
import NeuralNetwork
import Testing

@Suite("Softmax cross entropy")
struct SoftmaxCrossEntropyTests {
  @Test("Loss, gradient and softmax are PyTorch's")
  func golden() throws {
    let golden = try GoldenRecurrent.read()
    let logits = try #require(golden.tensors["loss.logits"])
    let (loss, gradient) = SoftmaxCrossEntropy.lossAndGradient(
      logits: logits, targets: try #require(golden.tensors["loss.targets"]),
      weights: golden.tensors["loss.weights"]?.values, labelSmoothing: 0.1)
    // PyTorch computed in 32 bits: a few ulps.
    #expect(abs(loss - (try GoldenRecurrent.tensor("loss.loss"))[0]) < 2e-6)
    #expect(relativeDifference(gradient, try GoldenRecurrent.tensor("loss.gradient")) < 2e-6)
    #expect(
      relativeDifference(
        SoftmaxCrossEntropy.softmax(logits), try GoldenRecurrent.tensor("loss.softmax")) < 1e-6)
  }

  @Test("Huge logits stay finite, and a class at minus infinity without target costs nothing")
  func extremes() {
    let logits = Tensor(shape: [2, 3], [1e30, 0, -1e30, 5, 5, -.infinity])
    let targets = Tensor(shape: [2, 3], [1, 0, 0, 0.5, 0.5, 0])
    let (loss, gradient) = SoftmaxCrossEntropy.lossAndGradient(logits: logits, targets: targets)
    #expect(abs(loss - Float(log(2.0)) / 2) < 1e-6)
    #expect(gradient.values.allSatisfy { $0.isFinite })
    #expect(SoftmaxCrossEntropy.softmax(logits).values == [1, 0, 0, 0.5, 0.5, 0])
  }

  @Test("Rows of weight 0 take no part")
  func zeroWeights() {
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

  @Test("The gradient is the loss's finite difference")
  func finiteDifference() {
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
