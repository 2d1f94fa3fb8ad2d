// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

import EmoNet
import NeuralNetwork
import Testing

@Suite struct StoredTransformTests {
  private let analysis = LinearDiscriminantAnalysis(
    mean: Tensor(shape: [3], [1, 2, 3]),
    projection: Tensor(shape: [2, 3], [1, 0, -1, 0.5, 2, 0]))
  private let standardizer = Standardizer(
    mean: Tensor(shape: [3], [1, 2, 3]), inverseDeviation: Tensor(shape: [3], [1, 0, 4]), limit: 4)

  @Test func `both read back what they stored`() throws {
    let file = WeightFile(
      tensors: analysis.tensors(name: "a").merging(standardizer.tensors(name: "s")) { a, _ in a })
    #expect(try LinearDiscriminantAnalysis(from: file, name: "a", inputs: 3) == analysis)
    #expect(try Standardizer(from: file, name: "s", inputs: 3) == standardizer)
  }

  @Test func `tensors that are missing or do not fit are named`() {
    let file = WeightFile(tensors: analysis.tensors(name: "a"))
    let width = #expect(throws: WeightError.self) {
      try LinearDiscriminantAnalysis(from: file, name: "a", inputs: 4)
    }
    #expect(width?.tensor == "a.mean")
    let missing = #expect(throws: WeightError.self) {
      try LinearDiscriminantAnalysis(from: file, name: "b", inputs: 3)
    }
    #expect(missing?.tensor == "b.mean")
    var tensors = standardizer.tensors(name: "s")
    tensors["s.limit"] = Tensor(shape: [1], [-1])
    let limit = #expect(throws: WeightError.self) {
      try Standardizer(from: WeightFile(tensors: tensors), name: "s", inputs: 3)
    }
    #expect(limit?.reason == "-1.0 is not a positive limit")
  }
}
