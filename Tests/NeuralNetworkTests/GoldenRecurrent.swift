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
