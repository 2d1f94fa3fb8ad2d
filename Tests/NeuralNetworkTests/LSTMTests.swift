// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

import Files
import TestSupport
import Testing

@testable import NeuralNetwork

@Suite struct LSTMTests {
  private func make(
    _ inputs: Int, _ hidden: Int, _ layers: Int, dropout: Float = 0, seed: UInt64 = 1
  ) -> LSTM {
    var generator = SeededGenerator(seed: seed)
    return LSTM(
      name: "lstm", inputSize: inputs, hiddenSize: hidden, layerCount: layers, dropout: dropout,
      using: &generator)
  }

  private func random(_ shape: [Int], seed: UInt64) -> Tensor {
    var generator = SeededGenerator(seed: seed)
    return Tensor(shape: shape, (0..<shape.reduce(1, *)).map { _ in generator.normal() })
  }

  @Test(arguments: [("lstm1", 3, 4, 1), ("lstm2", 5, 8, 2)])
  func outputsAndGradientsArePyTorchs(_ name: String, _ inputs: Int, _ hidden: Int, _ layers: Int)
    throws
  {
    let golden = try Golden.recurrent()
    let lstm = make(inputs, hidden, layers)
    for parameter in lstm.parameters {
      let key = parameter.name.replacing("lstm.", with: "\(name).")
      parameter.value = try golden.tensor(key, shape: parameter.value.shape)
    }
    let input = try #require(golden.tensors["\(name).input"])
    let expected = try #require(golden.tensors["\(name).output"])
    // A few float roundings a step, over 6 and 9 steps.
    #expect(lstm.forward(input, phase: .inference).relativeDifference(from: expected) < 1e-5)
    #expect(FusedLSTM(lstm)(input).relativeDifference(from: expected) < 1e-5)
    let output = lstm.forward(input, phase: .training(stepSeed: 1))
    #expect(output.relativeDifference(from: expected) < 1e-5)
    let inputGradient = lstm.backward(try #require(golden.tensors["\(name).output_gradient"]))
    #expect(
      inputGradient.relativeDifference(from: try #require(golden.tensors["\(name).input_gradient"]))
        < 1e-5)
    for parameter in lstm.parameters {
      let key = parameter.name.replacing("lstm.", with: "\(name).gradient.")
      #expect(parameter.gradient.relativeDifference(from: try #require(golden.tensors[key])) < 1e-5)
    }
  }

  @Test(arguments: [Float(0), 0.4])
  func allGradientsAreFiniteDifferencesDropoutIncluded(_ dropout: Float) {
    let lstm = make(3, 5, 2, dropout: dropout)
    let weights = random([2, 4, 5], seed: 3)
    func loss(_ input: Tensor) -> Double {
      let output = lstm.forward(input, phase: .training(stepSeed: 8))
      return zip(output.values, weights.values).reduce(0) { $0 + Double($1.0) * Double($1.1) }
    }
    var input = random([2, 4, 3], seed: 2)
    _ = loss(input)
    let inputGradient = lstm.backward(weights)
    let step: Float = 0.01
    // Central differences: the rounding of 40 floats near 1 over 0.02, and a third derivative times
    // 1e-4 / 6.
    let tolerance = 1e-3
    for index in 0..<input.count {
      let value = input[index]
      input[index] = value + step
      let up = loss(input)
      input[index] = value - step
      let down = loss(input)
      input[index] = value
      #expect(abs((up - down) / 0.02 - Double(inputGradient[index])) < tolerance)
    }
    for parameter in lstm.parameters {
      for index in 0..<parameter.value.count {
        let value = parameter.value[index]
        parameter.value[index] = value + step
        let up = loss(input)
        parameter.value[index] = value - step
        let down = loss(input)
        parameter.value[index] = value
        #expect(
          abs((up - down) / 0.02 - Double(parameter.gradient[index])) < tolerance,
          "\(parameter.name)[\(index)]")
      }
    }
  }

  @Test func gradientsOfTwoBackwardPassesAddUp() {
    let lstm = make(3, 4, 2)
    let (input, slope) = (random([2, 5, 3], seed: 1), random([2, 5, 4], seed: 2))
    _ = lstm.forward(input, phase: .training(stepSeed: 0))
    _ = lstm.backward(slope)
    let once = lstm.parameters.map(\.gradient)
    _ = lstm.forward(input, phase: .training(stepSeed: 0))
    _ = lstm.backward(slope)
    for (parameter, gradient) in zip(lstm.parameters, once) {
      #expect(parameter.gradient == gradient + gradient)
    }
  }

  @Test func whatStandsInThePaddingChangesNoEarlierOutputAndNoGradient() {
    let lstm = make(4, 6, 2)
    let short = random([1, 5, 4], seed: 1)
    let long = Tensor(shape: [1, 9, 4], short.values + random([1, 4, 4], seed: 2).values)
    let pooling = SequencePooling(.mean)
    func run(_ input: Tensor) -> (Tensor, [Tensor]) {
      lstm.zeroGradients()
      let steps = lstm.forward(input, phase: .training(stepSeed: 0))
      let pooled = pooling.forward(steps, lengths: [5])
      _ = lstm.backward(pooling.backward(random([1, 6], seed: 3)))
      return (pooled, lstm.parameters.map(\.gradient))
    }
    let (one, other) = (run(short), run(long))
    #expect(one.0.relativeDifference(from: other.0) < 1e-6)
    for (left, right) in zip(one.1, other.1) {
      #expect(left.relativeDifference(from: right) < 1e-5)
    }
  }

  @Test(arguments: [(64, 128, 3), (5, 7, 2), (48, 33, 1), (1, 1, 2)])
  func aFusedResultDoesNotDependOnBatchPaddingOrThreadsToTheBit(
    _ inputs: Int, _ hidden: Int, _ layers: Int
  ) {
    let fused = FusedLSTM(make(inputs, hidden, layers))
    let sequence = random([1, 40, inputs], seed: 9)
    let alone = fused(sequence)
    for (batch, time, threads) in [(2, 40, 1), (16, 40, 2), (33, 47, 1), (5, 64, 2), (1, 41, 2)] {
      for row in [0, batch / 2, batch - 1] {
        var values = random([batch, time, inputs], seed: UInt64(batch)).values
        values.replaceSubrange(
          row * time * inputs..<(row * time + 40) * inputs, with: sequence.values)
        let together = ComputeThreads.with(threads) {
          fused(Tensor(shape: [batch, time, inputs], values))
        }
        let own = together.rows(row..<row + 1).values.prefix(40 * hidden)
        #expect(Array(own) == alone.values)
      }
    }
  }

  @Test func manyThreadsUseOneFusedLSTMAtOnce() async {
    let fused = FusedLSTM(make(8, 16, 2))
    let inputs = (0..<24).map { random([1 + $0 % 3, 5 + $0 % 7, 8], seed: UInt64($0)) }
    let expected = inputs.map { fused($0) }
    await withTaskGroup(of: Bool.self) { group in
      for round in 0..<4 {
        for (input, output) in zip(inputs, expected) {
          group.addTask { fused(input) == output && round < 4 }
        }
      }
      for await isSame in group { #expect(isSame) }
    }
  }

  @Test func noStepsOrNoSequencesGiveNoOutputs() {
    let fused = FusedLSTM(make(3, 4, 2))
    #expect(fused(Tensor(shape: [2, 0, 3])).shape == [2, 0, 4])
    #expect(fused(Tensor(shape: [0, 5, 3])).shape == [0, 5, 4])
  }

  @Test func weightsGoThroughAFileAndThoseOfAnotherNetworkAreRefusedWhole() throws {
    let folder = try TemporaryFolder()
    let lstm = make(3, 4, 2)
    try WeightFile(tensors: lstm.tensors(prefix: "net.")).write(to: folder / "w")
    let file = try WeightFile.read(folder / "w")
    let other = make(3, 4, 2, seed: 99)
    try other.load(from: file, prefix: "net.")
    #expect(other.parameters.map(\.value) == lstm.parameters.map(\.value))

    let deeper = make(3, 4, 3, seed: 5)
    let before = deeper.parameters.map(\.value)
    let error = #expect(throws: FileError.self) { try deeper.load(from: file, prefix: "net.") }
    #expect(error?.part == "tensor net.lstm.weight_ih_l2")
    #expect(deeper.parameters.map(\.value) == before)
    let wider = make(6, 4, 2)
    let misfit = #expect(throws: FileError.self) { try wider.load(from: file, prefix: "net.") }
    #expect(misfit?.description.contains("the file holds shape [16, 3], but [16, 6]") == true)
  }
}
