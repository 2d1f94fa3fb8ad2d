// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

import NeuralNetwork
import Testing

@Suite("Dropout")
struct DropoutTests {
  private let ones = Tensor(shape: [100, 1001], repeating: 1)

  @Test("The share of zeros is the rate and the mean stays", arguments: [Float(0.1), 0.5, 0.9])
  func share(_ rate: Float) {
    let output = Dropout(rate: rate, salt: 3).forward(ones, phase: .training(stepSeed: 5)).values
    let zeros = Float(output.count { $0 == 0 }) / Float(output.count)
    // Five deviations of a binomial share of 100100 draws.
    #expect(abs(zeros - rate) < 5 * (rate * (1 - rate) / 100_100).squareRoot())
    #expect(output.allSatisfy { $0 == 0 || $0 == 1 / (1 - rate) })
  }

  @Test("The mask depends on step and salt alone")
  func pure() {
    func output(_ salt: UInt64, _ step: UInt64) -> Tensor {
      Dropout(rate: 0.5, salt: salt).forward(ones, phase: .training(stepSeed: step))
    }
    #expect(output(1, 2) == output(1, 2))
    #expect(output(1, 2) != output(2, 2))
    #expect(output(1, 2) != output(1, 3))
    #expect(output(1, 2) != output(2, 1))
  }

  @Test("Backward uses forward's mask; inference changes nothing")
  func backward() {
    let dropout = Dropout(rate: 0.3, salt: 1)
    let output = dropout.forward(ones, phase: .training(stepSeed: 9))
    #expect(dropout.backward(ones) == output)
    #expect(dropout.forward(ones, phase: .inference) == ones)
  }

  @Test("A dropped value is zero even where the input is not finite")
  func notFinite() {
    let input = Tensor(shape: [1000], repeating: .infinity)
    let output = Dropout(rate: 0.5, salt: 1).forward(input, phase: .training(stepSeed: 1))
    #expect(output.values.allSatisfy { $0 == 0 || $0 == .infinity })
  }
}
