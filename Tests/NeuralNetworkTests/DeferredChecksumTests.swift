// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

import NeuralNetwork
import Testing

@Suite("A checksum computed when asked for")
struct DeferredChecksumTests {
  @Test("is that of the file as it was, also after another was renamed onto its place")
  func replaced() throws {
    let folder = try TemporaryFolder()
    let path = folder.file("w")
    try WeightFile(tensors: ["w": Tensor(shape: [100])]).write(to: path)
    let expected = try FileChecksum.sha256(of: path)
    let deferred = try WeightFile.read(path).checksum
    try WeightFile(tensors: ["w": Tensor(shape: [200])]).write(to: path)
    #expect(deferred?.sha256 == expected)
    #expect(deferred?.sha256 == expected)
    #expect(try FileChecksum.sha256(of: path) != expected)
  }

  @Test("tells of the file, not of what the tensors became, and of none for tensors in memory")
  func changed() throws {
    let folder = try TemporaryFolder()
    let path = folder.file("w")
    var file = WeightFile(tensors: ["w": Tensor(shape: [10])])
    #expect(file.checksum == nil)
    try file.write(to: path)
    file = try WeightFile.read(path)
    file.tensors["w"] = Tensor(shape: [20])
    #expect(try file.checksum?.sha256 == FileChecksum.sha256(of: path))
  }
}
