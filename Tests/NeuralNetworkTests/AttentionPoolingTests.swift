// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

import Foundation
import Testing

@testable import NeuralNetwork

@Suite struct AttentionPoolingTests {
  private static func random(_ shape: [Int], seed: UInt64) -> Tensor {
    var generator = SeededGenerator(seed: seed)
    return Tensor(shape: shape, (0..<shape.reduce(1, *)).map { _ in generator.normal() })
  }

  private static func pooling(query: [Float]) -> AttentionPooling {
    let pooling = AttentionPooling(name: "pool", features: query.count)
    pooling.query.value = Tensor(shape: [query.count], query)
    return pooling
  }

  @Test func aFreshQueryGivesTheMean() {
    let steps = Self.random([2, 5, 3], seed: 1)
    let pooling = AttentionPooling(name: "pool", features: 3)
    pooling.lengths = [5, 2]
    let expected = SequencePooling(.mean).forward(steps, lengths: [5, 2])
    for (left, right) in zip(pooling.forward(steps, phase: .inference).values, expected.values) {
      #expect(abs(left - right) < 1e-6)
    }
  }

  @Test func stepsThatTheQueryAsksForCountMost() {
    let pooling = Self.pooling(query: [10, 0])
    pooling.lengths = [3, 0]
    let steps = Tensor(shape: [2, 3, 2], [0, 1, 1, 5, 0, 1, 9, 9, 9, 9, 9, 9])
    let pooled = pooling.forward(steps, phase: .inference).values
    let share = exp(10.0) / (exp(10.0) + 2)
    #expect(abs(Double(pooled[0]) - share) < 1e-5)
    #expect(abs(Double(pooled[1]) - (5 * share + (1 - share))) < 1e-4)
    #expect(pooled[2...] == [0, 0])
  }

  @Test func inUseItIsTheSameAsInTraining() {
    let query = Self.random([4], seed: 2)
    let pooling = Self.pooling(query: query.values)
    let steps = Self.random([1, 6, 4], seed: 3)
    pooling.lengths = [6]
    #expect(
      pooling.forward(steps, phase: .inference)
        == AttentionPooling.pool(steps.reshaped([6, 4]), query: query))
  }

  @Test func gradientsAgreeWithFiniteDifferences() {
    let pooling = Self.pooling(query: Self.random([3], seed: 4).values)
    var steps = Self.random([2, 4, 3], seed: 5)
    let factors = Self.random([2, 3], seed: 6)
    pooling.lengths = [4, 2]
    func loss() -> Float {
      zip(pooling.forward(steps, phase: .training(stepSeed: 0)).values, factors.values)
        .reduce(0) { $0 + $1.0 * $1.1 }
    }
    _ = loss()
    let gradient = pooling.backward(factors)
    func slope(_ change: (Float) -> Void) -> Float {
      change(1e-2)
      let above = loss()
      change(-2e-2)
      let below = loss()
      change(1e-2)
      return (above - below) / 2e-2
    }
    for index in 0..<steps.count {
      #expect(abs(slope { steps[index] += $0 } - gradient[index]) < 2e-3, "step value \(index)")
    }
    for index in 0..<3 {
      let expected = slope { pooling.query.value[index] += $0 }
      #expect(abs(expected - pooling.query.gradient[index]) < 2e-3, "query \(index)")
    }
  }
}
