// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

import EmoNet
import Files
import NeuralNetwork
import Testing

@Suite struct StoredTransformTests {
  private let analysis = LinearDiscriminantAnalysis(
    mean: Tensor(shape: [3], [1, 2, 3]),
    projection: Tensor(shape: [2, 3], [1, 0, -1, 0.5, 2, 0]))
  private let standardizer = Standardizer(
    mean: Tensor(shape: [3], [1, 2, 3]), inverseDeviation: Tensor(shape: [3], [1, 0, 4]), limit: 4)

  @Test func bothReadBackWhatTheyStored() throws {
    let file = WeightFile(
      tensors: analysis.tensors(name: "a").merging(standardizer.tensors(name: "s")) { a, _ in a })
    #expect(try LinearDiscriminantAnalysis(from: file, name: "a", inputs: 3) == analysis)
    #expect(try Standardizer(from: file, name: "s", inputs: 3) == standardizer)
  }

  @Test func tensorsThatAreMissingOrDoNotFitAreNamed() {
    let file = WeightFile(tensors: analysis.tensors(name: "a"))
    let width = #expect(throws: FileError.self) {
      try LinearDiscriminantAnalysis(from: file, name: "a", inputs: 4)
    }
    #expect(width?.part == "tensor a.mean")
    let missing = #expect(throws: FileError.self) {
      try LinearDiscriminantAnalysis(from: file, name: "b", inputs: 3)
    }
    #expect(missing?.part == "tensor b.mean")
    var tensors = standardizer.tensors(name: "s")
    tensors["s.limit"] = Tensor(shape: [1], [-1])
    let limit = #expect(throws: FileError.self) {
      try Standardizer(from: WeightFile(tensors: tensors), name: "s", inputs: 3)
    }
    #expect(limit?.reason == "-1.0 is not a positive limit")
  }
}
