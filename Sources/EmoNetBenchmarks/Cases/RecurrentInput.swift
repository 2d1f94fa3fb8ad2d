// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

internal import NeuralNetwork

/// What both benchmarks of the LSTM work on: three layers of 128, 16 clips of 75 frames, 64 features a frame.
struct RecurrentInput {
  static let inputs = 64
  static let hidden = 128
  static let layerCount = 3
  static let batch = 16
  static let time = 75
  static let prefix = "lstm."
  /// Relative to the largest value; 75 steps of sums of up to 256 products, in orders of their own.
  static let tolerance = 1e-4

  let lstm: LSTM
  let steps: Tensor
  let tensors: [String: Tensor]

  /// The same weights and input in every run.
  init() {
    var generator = SeededGenerator(seed: 11)
    lstm = LSTM(
      name: "lstm", inputSize: Self.inputs, hiddenSize: Self.hidden, layerCount: Self.layerCount,
      using: &generator)
    steps = RandomInput.normal([Self.batch, Self.time, Self.inputs], seed: 12)
    tensors = Dictionary(uniqueKeysWithValues: lstm.parameters.map { ($0.name, $0.value) })
  }

  /// The same LSTM as loops.
  func plain() throws -> PlainLSTM {
    try PlainLSTM(
      WeightFile(tensors: tensors, metadata: [:]), prefix: Self.prefix, inputs: Self.inputs,
      hidden: Self.hidden, layerCount: Self.layerCount)
  }

  /// What one run does.
  static var work: Work { Work(amount: Double(batch), unit: "clips") }
  static let shapeText = "3 x 128, 75 steps, batch 16, float32"
}
