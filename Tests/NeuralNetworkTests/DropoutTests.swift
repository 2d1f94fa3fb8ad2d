// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

import Testing

@testable import NeuralNetwork

@Suite struct DropoutTests {
  private let ones = Tensor(shape: [100, 1001], repeating: 1)

  @Test(arguments: [Float(0.1), 0.5, 0.9])
  func theShareOfZerosIsTheRateAndTheMeanStays(_ rate: Float) {
    let output = Dropout(rate: rate, salt: 3).forward(ones, phase: .training(stepSeed: 5)).values
    let zeros = Float(output.count { $0 == 0 }) / Float(output.count)
    // Five deviations of a binomial share of 100100 draws.
    #expect(abs(zeros - rate) < 5 * (rate * (1 - rate) / 100_100).squareRoot())
    #expect(output.allSatisfy { $0 == 0 || $0 == 1 / (1 - rate) })
  }

  @Test func theMaskDependsOnStepAndSaltAlone() {
    func output(_ salt: UInt64, _ step: UInt64) -> Tensor {
      Dropout(rate: 0.5, salt: salt).forward(ones, phase: .training(stepSeed: step))
    }
    #expect(output(1, 2) == output(1, 2))
    #expect(output(1, 2) != output(2, 2))
    #expect(output(1, 2) != output(1, 3))
    #expect(output(1, 2) != output(2, 1))
  }

  @Test func backwardUsesForwardsMaskAndInferenceChangesNothing() {
    let dropout = Dropout(rate: 0.3, salt: 1)
    let output = dropout.forward(ones, phase: .training(stepSeed: 9))
    #expect(dropout.backward(ones) == output)
    #expect(dropout.forward(ones, phase: .inference) == ones)
  }

  @Test func aDroppedValueIsZeroEvenWhereTheInputIsNotFinite() {
    let input = Tensor(shape: [1000], repeating: .infinity)
    let output = Dropout(rate: 0.5, salt: 1).forward(input, phase: .training(stepSeed: 1))
    #expect(output.values.allSatisfy { $0 == 0 || $0 == .infinity })
  }
}
