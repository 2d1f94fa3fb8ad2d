// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

import Foundation
import NeuralNetwork
import Testing

/// PyTorch's numbers, written by `experiments/golden-layers/make_golden_recurrent.py`.
enum GoldenRecurrent {
  static func read() throws -> WeightFile {
    let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    return try WeightFile.read(folder.appendingPathComponent("Golden/recurrent.safetensors").path)
  }

  /// One tensor that must be there.
  static func tensor(_ name: String) throws -> Tensor {
    try #require(try read().tensors[name], "\(name)")
  }
}

/// The largest difference of two tensors, relative to the largest value of the second.
func relativeDifference(_ actual: Tensor, _ expected: Tensor) -> Float {
  guard actual.shape == expected.shape else { return .infinity }
  let scale = expected.values.reduce(Float.leastNormalMagnitude) { max($0, abs($1)) }
  return zip(actual.values, expected.values).reduce(0) {
    let difference = abs($1.0 - $1.1) / scale
    return difference.isNaN ? .infinity : max($0, difference)
  }
}

/// A folder that goes away with the value.
final class TemporaryFolder {
  let path: String

  init() throws {
    let url = FileManager.default.temporaryDirectory
      .appendingPathComponent("emonet-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    path = url.path
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  func file(_ name: String) -> String { "\(path)/\(name)" }
}
