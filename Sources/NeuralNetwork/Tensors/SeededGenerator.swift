// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

import Glibc

/// Random numbers that are the same for the same seed on every machine.
///
/// xoshiro256** (Blackman and Vigna 2018), its state filled by SplitMix64.
package struct SeededGenerator: RandomNumberGenerator, Sendable {
  /// The four words to store in a checkpoint; setting them continues the sequence.
  private(set) var state: [UInt64]

  /// The sequence of `seed`.
  package init(seed: UInt64) {
    var counter = seed
    state = (0..<4).map { _ in
      counter &+= Self.golden
      return Self.scrambled(counter)
    }
  }

  /// Continues a sequence from four words taken from `state`, which must not all be zero.
  init(state: [UInt64]) {
    precondition(
      state.count == 4 && state.contains { $0 != 0 },
      "a state is four words, not all zero: \(state)")
    self.state = state
  }

  /// The next 64 bits.
  package mutating func next() -> UInt64 {
    let product = state[1] &* 5
    let result = (product << 7 | product >> 57) &* 9
    let shifted = state[1] << 17
    state[2] ^= state[0]
    state[3] ^= state[1]
    state[1] ^= state[2]
    state[0] ^= state[3]
    state[2] ^= shifted
    state[3] = state[3] << 45 | state[3] >> 19
    return result
  }

  /// A number in [0, 1), a multiple of 2^-24.
  package mutating func uniform() -> Float {
    Float(next() >> 40) * 0x1p-24
  }

  /// A number between two bounds.
  package mutating func uniform(in range: ClosedRange<Float>) -> Float {
    range.lowerBound + (range.upperBound - range.lowerBound) * uniform()
  }

  /// A number from the normal distribution with mean 0 and deviation 1 (Box and Muller 1958).
  package mutating func normal() -> Float {
    // 1 - u lies in (0, 1], where the logarithm is finite.
    let radius = (-2 * log(1 - Double(next() >> 11) * 0x1p-53)).squareRoot()
    return Float(radius * cos(2 * Double.pi * Double(next() >> 11) * 0x1p-53))
  }

  /// The numbers 0 to `count` - 1 in random order.
  package mutating func shuffledIndices(_ count: Int) -> [Int] {
    var indices = Array(0..<count)
    guard count > 1 else { return indices }
    // Fisher and Yates, written out: the library's shuffle may change what it draws between
    // releases.
    for last in stride(from: count - 1, to: 0, by: -1) {
      let (high, _) = next().multipliedFullWidth(by: UInt64(last + 1))
      indices.swapAt(last, Int(high))
    }
    return indices
  }

  /// A seed made from two, such as a run's seed and a step's number.
  package static func mixing(_ first: UInt64, _ second: UInt64) -> UInt64 {
    scrambled(scrambled(first &+ golden) ^ (second &+ golden) &* 0xD134_2543_DE82_EF95)
  }

  private static let golden: UInt64 = 0x9E37_79B9_7F4A_7C15

  /// SplitMix64's output function.
  private static func scrambled(_ word: UInt64) -> UInt64 {
    var mixed = (word ^ word >> 30) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ mixed >> 27) &* 0x94D0_49BB_1331_11EB
    return mixed ^ mixed >> 31
  }
}
