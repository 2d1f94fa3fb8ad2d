// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

import Files
import TestSupport
import Testing

@testable import NeuralNetwork

@Suite struct LSTMTrainingTests {
  /// A network that must tell which of four symbols came first, several steps ago.
  private final class Recall {
    let lstm: LSTM
    let pooling = SequencePooling(.last)
    let optimizer: AdamW
    static let hidden = 16

    init() {
      var generator = SeededGenerator(seed: 11)
      lstm = LSTM(
        name: "lstm", inputSize: 4, hiddenSize: Self.hidden, layerCount: 2, dropout: 0.1,
        using: &generator)
      optimizer = AdamW(parameters: lstm.parameters)
    }

    /// One step on 16 sequences of 4 to 10 random symbols; the first four units are the logits.
    func train(step: Int) -> Float {
      var generator = SeededGenerator(seed: UInt64(step))
      var input = Tensor(shape: [16, 10, 4])
      var targets = Tensor(shape: [16, 4])
      var lengths: [Int] = []
      for row in 0..<16 {
        lengths.append(4 + Int(generator.uniform() * 7))
        for time in 0..<lengths[row] {
          let symbol = Int(generator.uniform() * 4)
          input[(row * 10 + time) * 4 + symbol] = 1
          if time == 0 { targets[row * 4 + symbol] = 1 }
        }
      }
      lstm.zeroGradients()
      let steps = lstm.forward(input, phase: .training(stepSeed: UInt64(step)))
      let pooled = pooling.forward(steps, lengths: lengths)
      // Outputs lie within (-1, 1): five times them can be sure of a class.
      let logits = Tensor(
        shape: [16, 4],
        (0..<64).map { 5 * pooled[$0 / 4 * Self.hidden + $0 % 4] })
      let (loss, gradient) = SoftmaxCrossEntropy.lossAndGradient(logits: logits, targets: targets)
      var slope = Tensor(shape: pooled.shape)
      for index in 0..<64 { slope[index / 4 * Self.hidden + index % 4] = 5 * gradient[index] }
      _ = lstm.backward(pooling.backward(slope))
      GradientClipping.clipGlobalNorm(lstm.parameters, to: 1)
      optimizer.step(learningRate: 0.02)
      return loss
    }
  }

  @Test func itLearnsToRecallTheFirstSymbol() {
    let network = Recall()
    let losses = (0..<250).map { network.train(step: $0) }
    // Chance is ln 4 = 1.39.
    #expect(losses.prefix(5).reduce(0, +) / 5 > 1.2)
    #expect(losses.suffix(20).reduce(0, +) / 20 < 0.1)
  }

  @Test func tenStepsAreFiveFilesOfWeightsAndOptimiserAndFiveMoreToTheBit() throws {
    let folder = try TemporaryFolder()
    let straight = Recall()
    let losses = (0..<10).map { straight.train(step: $0) }

    let first = Recall()
    for step in 0..<5 { _ = first.train(step: step) }
    try WeightFile(tensors: first.lstm.tensors()).write(to: folder / "weights")
    try WeightFile(tensors: first.optimizer.state).write(to: folder / "state")
    let second = Recall()
    try second.lstm.load(from: try WeightFile.read(folder / "weights"))
    try second.optimizer.restore(try WeightFile.read(folder / "state").tensors)
    #expect((5..<10).map { second.train(step: $0) } == Array(losses[5...]))

    try WeightFile(tensors: straight.lstm.tensors()).write(to: folder / "straight")
    try WeightFile(tensors: second.lstm.tensors()).write(to: folder / "resumed")
    #expect(
      try FileChecksum.sha256(of: folder / "straight")
        == FileChecksum.sha256(of: folder / "resumed"))
  }
}
