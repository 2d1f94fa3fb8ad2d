// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

import Files
import Foundation
import TestSupport
import Testing

@testable import NeuralNetwork

@Suite struct MappedWeightsTests {
  @Test func aTensorKeepsItsValuesWhenItsFileIsReplacedOrRemoved() throws {
    let folder = try TemporaryFolder()
    let path = folder / "w"
    let values = Tensor.random([40, 50], seed: 1)
    try WeightFile(tensors: ["w": values]).write(to: path)
    let before = try WeightFile.read(path)
    try WeightFile(tensors: ["w": Tensor(shape: [40, 50])]).write(to: path)
    #expect(before.tensors["w"] == values)
    #expect(try WeightFile.read(path).tensors["w"] == Tensor(shape: [40, 50]))
    try FileManager.default.removeItem(atPath: path)
    #expect(before.tensors["w"] == values)
  }

  @Test func writingToATensorCopiesItAndLeavesTheFileAlone() throws {
    let folder = try TemporaryFolder()
    let path = folder / "w"
    let values = Tensor.random([7], seed: 2)
    try WeightFile(tensors: ["w": values]).write(to: path)
    // The only owner of the tensor is still not the owner of the file's memory.
    var alone = try WeightFile.read(path).tensor("w", shape: [7])
    alone[3] = 42
    #expect(alone[3] == 42)
    #expect(alone[2] == values[2])
    #expect(try WeightFile.read(path).tensors["w"] == values)
  }

  @Test(arguments: 0..<4)
  func valuesAtCrookedAddressesAreReadAllTheSame(padding: Int) throws {
    let folder = try TemporaryFolder()
    let json =
      #"{"w":{"dtype":"F32","shape":[3],"data_offsets":[0,12]}}"#
      + String(repeating: " ", count: padding)
    var bytes = withUnsafeBytes(of: UInt64(json.utf8.count).littleEndian) { Data($0) }
    bytes.append(contentsOf: json.utf8)
    for value: Float in [1, -2.5, 1e-30] {
      withUnsafeBytes(of: value.bitPattern.littleEndian) { bytes.append(contentsOf: $0) }
    }
    try bytes.write(to: URL(fileURLWithPath: folder / "w"))
    #expect(try WeightFile.read(folder / "w").tensors["w"]?.values == [1, -2.5, 1e-30])
  }

  @Test func layersReadFromAFileEqualThoseMadeFromLayersForTraining() throws {
    let folder = try TemporaryFolder()
    var generator = SeededGenerator(seed: 4)
    let dense = Dense(name: "fc", inputs: 12, outputs: 5, using: &generator)
    let lstm = LSTM(name: "lstm", inputSize: 6, hiddenSize: 16, layerCount: 2, using: &generator)
    let tensors = dense.tensors(prefix: "a.").merging(lstm.tensors(prefix: "b.")) { $1 }
    try WeightFile(tensors: tensors).write(to: folder / "w")
    let file = try WeightFile.read(folder / "w")

    let rows = Tensor.random([3, 12], seed: 5)
    let readDense = try FusedDense(
      from: file, name: "a.fc", inputs: 12, outputs: 5, activation: .relu)
    #expect(readDense(rows) == FusedDense(dense, activation: .relu)(rows))
    let steps = Tensor.random([2, 9, 6], seed: 6)
    let readLSTM = try FusedLSTM(
      from: file, name: "b.lstm", inputSize: 6, hiddenSize: 16, layerCount: 2)
    #expect(readLSTM(steps) == FusedLSTM(lstm)(steps))

    let wrong = #expect(throws: FileError.self) {
      try FusedDense(from: file, name: "a.fc", inputs: 13, outputs: 5)
    }
    #expect(wrong?.part == "tensor a.fc.weight")
    let missing = #expect(throws: FileError.self) {
      try FusedLSTM(from: file, name: "b.lstm", inputSize: 6, hiddenSize: 16, layerCount: 3)
    }
    #expect(missing?.part == "tensor b.lstm.weight_ih_l2")
  }

  @Test func aResidualNetworkReadFromAFileEqualsOneMadeFromLayers() throws {
    let layers = FusedResidualNetworkTests.Layers([16, 16, 32], shortcut: .padded)
    let file = WeightFile(tensors: layers.body.tensors(prefix: "p."))
    let network = FusedResidualNetwork(
      stem: try FoldedConvolution(
        from: file, name: "p.conv1", normalization: "p.bn1", shape: [16, 1, 3, 3], padding: 1,
        activation: .relu),
      blocks: [
        try FoldedResidualBlock(
          from: file, name: "p.block0", inputChannels: 16, outputChannels: 16, stride: 1),
        try FoldedResidualBlock(
          from: file, name: "p.block1", inputChannels: 16, outputChannels: 32, stride: 2),
      ])
    let images = FusedResidualNetworkTests.images
    #expect(network(images) == layers.fused()(images))
  }

  @Test func theChecksumTellsOfTheFileAndNotOfWhatTheTensorsBecame() throws {
    let folder = try TemporaryFolder()
    let path = folder / "w"
    var file = WeightFile(tensors: ["w": Tensor(shape: [10])])
    #expect(file.checksum == nil)
    try file.write(to: path)
    file = try WeightFile.read(path)
    file.tensors["w"] = Tensor(shape: [20])
    #expect(try file.checksum?.sha256 == FileChecksum.sha256(of: path))
  }
}
