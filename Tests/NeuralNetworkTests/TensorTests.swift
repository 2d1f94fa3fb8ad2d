// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

import Testing

@testable import NeuralNetwork

@Suite struct TensorTests {
  @Test func aCopyDoesNotChangeWithTheOriginal() {
    var first = Tensor(shape: [2, 2], [1, 2, 3, 4])
    let second = first
    first[0] = 9
    #expect(second.values == [1, 2, 3, 4])
    #expect(first.values == [9, 2, 3, 4])
    #expect(first != second)
  }

  @Test func largeTensorsAreAlignedAndStartAtZeroInMemoryThatServedBefore() {
    for round in 0..<3 {
      var tensor = Tensor(shape: [100_000 + round])
      #expect(tensor.withUnsafeBuffer { $0.allSatisfy { $0 == 0 } })
      let address = tensor.withUnsafeBuffer { UInt(bitPattern: $0.baseAddress) }
      #expect(address % 64 == 0)
      tensor.fill(1)
    }
  }

  @Test(arguments: [Tensor.Axis.first, .last])
  func rowsAndJoinsUndoOneAnother(axis: Tensor.Axis) {
    let left = Tensor.random([3, 2], seed: 1)
    let right = Tensor.random([3, 2], seed: 2)
    let joined = Tensor.concatenated([left, right], axis: axis)
    if axis == .first {
      #expect(joined.rows(0..<3) == left)
      #expect(joined.rows(3..<6) == right)
    } else {
      #expect(joined.shape == [3, 4])
      #expect(joined[4] == left[2] && joined[6] == right[2])
    }
  }

  @Test func sumsAndScales() {
    var sum = Tensor(shape: [5], [1, 2, 3, 4, 5]) + Tensor(shape: [5], repeating: 1)
    sum.add(Tensor(shape: [5], repeating: 2), scale: -0.5)
    sum.scale(by: 2)
    #expect(sum.values == [2, 4, 6, 8, 10])
  }

  @Test func anEmptyTensorIsAllowed() {
    #expect(Tensor(shape: [0, 3]).values.isEmpty)
    #expect(Tensor(shape: [0, 3]) == Tensor(shape: [0, 3], []))
  }
}

@Suite struct SeededGeneratorTests {
  @Test func aKnownStateGivesThePublishedNumbers() {
    // xoshiro256** from state 1, 2, 3, 4: the first values of the authors' C program.
    var generator = SeededGenerator(state: [1, 2, 3, 4])
    #expect(
      (0..<4).map { _ in generator.next() } == [11520, 0, 1_509_978_240, 1_215_971_899_390_074_240])
  }

  @Test func aStoredStateContinuesTheSequence() {
    var generator = SeededGenerator(seed: 1)
    _ = generator.next()
    var copy = SeededGenerator(state: generator.state)
    #expect(generator.next() == copy.next())
  }

  @Test func normalNumbersHaveMeanZeroAndDeviationOne() {
    var generator = SeededGenerator(seed: 2)
    let values = (0..<20_000).map { _ in Double(generator.normal()) }
    let mean = values.reduce(0, +) / 20_000
    let variance = values.map { $0 * $0 }.reduce(0, +) / 20_000
    // Four standard errors of each.
    #expect(abs(mean) < 0.03 && abs(variance - 1) < 0.04)
  }

  @Test func shuffledIndicesHoldEachIndexOnce() {
    var generator = SeededGenerator(seed: 3)
    let indices = generator.shuffledIndices(100)
    #expect(indices.sorted() == Array(0..<100) && indices != Array(0..<100))
  }

  @Test func mixedSeedsDifferWhenEitherPartDoes() {
    let seeds = (0..<20).flatMap { a in (0..<20).map { SeededGenerator.mixing(UInt64(a), $0) } }
    #expect(Set(seeds).count == 400)
  }
}

@Suite struct ComputeThreadsTests {
  @Test func aCountHoldsInsideTheClosureOnly() {
    let before = ComputeThreads.current
    #expect(ComputeThreads.with(3) { ComputeThreads.current } == 3)
    #expect(ComputeThreads.current == before)
  }
}
