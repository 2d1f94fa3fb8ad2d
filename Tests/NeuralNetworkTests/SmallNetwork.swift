// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

import NeuralNetwork

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
