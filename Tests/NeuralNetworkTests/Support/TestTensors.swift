// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

import Foundation
import Testing

@testable import NeuralNetwork

extension Tensor {
  /// Normally distributed values, the same for the same seed.
  static func random(_ shape: [Int], seed: UInt64) -> Tensor {
    var generator = SeededGenerator(seed: seed)
    return Tensor(shape: shape, (0..<shape.reduce(1, *)).map { _ in generator.normal() })
  }

  /// The largest difference from another tensor, relative to the other's largest value.
  ///
  /// Infinite where the shapes differ or a difference is not a number.
  func relativeDifference(from other: Tensor) -> Float {
    guard shape == other.shape else { return .infinity }
    let scale = other.values.reduce(Float.leastNormalMagnitude) { max($0, abs($1)) }
    return zip(values, other.values).reduce(0) {
      let difference = abs($1.0 - $1.1) / scale
      return difference.isNaN ? .infinity : max($0, difference)
    }
  }
}

extension Sequential {
  /// A residual network of one block, for images `[N, H, W, 1]`.
  static func small(
    outputs: Int, shortcut: ResidualBlock.Shortcut = .projection, seed: UInt64
  ) -> Sequential {
    var generator = SeededGenerator(seed: seed)
    return Sequential([
      Convolution2D(
        name: "conv1", inputChannels: 1, outputChannels: 16, kernelSize: 3, padding: 1,
        hasBias: false, using: &generator),
      BatchNormalization(name: "bn1", channels: 16, rectifies: true),
      ResidualBlock(
        name: "layer1.0", inputChannels: 16, outputChannels: 32, stride: 2, shortcut: shortcut,
        using: &generator),
      GlobalAveragePooling(),
      Dense(name: "linear", inputs: 32, outputs: outputs, using: &generator),
    ])
  }
}

/// PyTorch's numbers, written by the scripts of `experiments/golden-layers`.
enum Golden {
  /// A small residual network: `make_golden_layers.py`.
  static func layers() throws -> WeightFile { try read("layers") }

  /// LSTMs, optimisers, schedules, losses and storage types: `make_golden_recurrent.py`.
  static func recurrent() throws -> WeightFile { try read("recurrent") }

  /// One tensor of the recurrent ones that must be there.
  static func recurrent(_ name: String) throws -> Tensor {
    try #require(try recurrent().tensors[name], "\(name)")
  }

  private static func read(_ name: String) throws -> WeightFile {
    let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent()
    return try WeightFile.read(folder.appendingPathComponent("Golden/\(name).safetensors").path)
  }
}
