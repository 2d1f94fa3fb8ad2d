// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

import Foundation
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
    let deferred = try DeferredChecksum(path)
    try WeightFile(tensors: ["w": Tensor(shape: [200])]).write(to: path)
    #expect(deferred.sha256 == expected)
    #expect(deferred.sha256 == expected)
    #expect(try FileChecksum.sha256(of: path) != expected)
  }

  @Test("is refused for a missing and for an empty file")
  func refused() throws {
    let folder = try TemporaryFolder()
    #expect(throws: WeightError.self) { try DeferredChecksum(folder.file("none")) }
    try Data().write(to: URL(fileURLWithPath: folder.file("empty")))
    let error = #expect(throws: WeightError.self) {
      try DeferredChecksum(folder.file("empty"))
    }
    #expect(error?.path == folder.file("empty"))
  }
}
