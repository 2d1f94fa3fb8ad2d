// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

import EmoNet
import Foundation
import NeuralNetwork
import Testing

@Suite struct StandardizerTests {
  @Test func columnsComeOutWithMeanZeroAndDeviationOneAfterTheLogarithm() {
    var generator = SeededGenerator(seed: 5)
    let rows = Tensor(shape: [500, 3], (0..<1500).map { _ in 100 * generator.normal() })
    let result = Standardizer(fitting: rows).transform(rows)
    for column in 0..<3 {
      let values = (0..<500).map { Double(result[$0 * 3 + column]) }
      let mean = values.reduce(0, +) / 500
      let variance = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / 500
      // Means of 500 single precision values of size one.
      #expect(abs(mean) < 1e-6)
      #expect(abs(variance - 1) < 1e-5)
    }
  }

  @Test func aHandCaseComesOutAsTheFormulaSays() {
    let e = Float(M_E)
    let rows = Tensor(shape: [2, 1], [e - 1, 1 - e])  // +1 and -1 after the logarithm
    let standardizer = Standardizer(fitting: rows)
    #expect(abs(standardizer.mean[0]) < 1e-7)
    #expect(abs(standardizer.inverseDeviation[0] - 1) < 1e-6)
    let other = standardizer.transform(Tensor(shape: [3, 1], [e * e - 1, 0, 1e30]))
    #expect(abs(other[0] - 2) < 1e-5)
    #expect(abs(other[1]) < 1e-6)
    #expect(other[2] == Standardizer.defaultLimit)
  }

  @Test func aColumnThatDoesNotVaryBecomesZeroWhateverComesLater() {
    let standardizer = Standardizer(fitting: Tensor(shape: [3, 2], [0.1, 1, 0.1, 2, 0.1, 3]))
    let result = standardizer.transform(Tensor(shape: [1, 2], [1e9, 2]))
    #expect(result[0] == 0)
    #expect(standardizer.inverseDeviation[0] == 0)
  }

  @Test func aWeightOfTwoCountsAsTheRowTwice() {
    let once = Standardizer(
      fitting: Tensor(shape: [2, 1], [1, 5]), sampleWeights: [2, 1], limit: 3)
    let twice = Standardizer(fitting: Tensor(shape: [3, 1], [1, 1, 5]), limit: 3)
    #expect(abs(once.mean[0] - twice.mean[0]) < 1e-6)
    #expect(abs(once.inverseDeviation[0] - twice.inverseDeviation[0]) < 1e-6)
    #expect(
      Standardizer(mean: once.mean, inverseDeviation: once.inverseDeviation, limit: 3) == once)
  }
}
