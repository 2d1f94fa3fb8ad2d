// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

import Testing

@testable import NeuralNetwork

@Suite struct StoredFloatTests {
  /// The upper half of the nearest pattern, found by comparing distances.
  private static func nearest(_ value: Float) -> UInt16 {
    let below = UInt16(truncatingIfNeeded: value.bitPattern >> 16)
    let above = below &+ 1
    let gaps = [below, above].map {
      abs(Double(Float(bitPattern: UInt32($0) << 16)) - Double(value))
    }
    if gaps[0] == gaps[1] { return below.isMultiple(of: 2) ? below : above }
    return gaps[0] < gaps[1] ? below : above
  }

  @Test func everySixteenBitNumberIsKeptAsItIs() {
    for bits in UInt16.min...UInt16.max {
      let value = BFloat16(bits: bits).value
      if value.isNaN { continue }
      #expect(BFloat16(value).bits == bits)
    }
  }

  @Test func otherNumbersGoToTheNearestAndHalvesToTheEvenOne() {
    var values: [Float] = [
      1 + 1 / 256, 1 + 3 / 256, -1 - 1 / 256, 1 + 1 / 255, Float(bitPattern: 0x12345), .pi, -1e30,
      65_504,
    ]
    values += Tensor.random([1000], seed: 1).values
    for value in values { #expect(BFloat16(value).bits == Self.nearest(value), "\(value)") }
    #expect(BFloat16(Float.greatestFiniteMagnitude).value == .infinity)
    #expect(BFloat16(-Float.infinity).value == -.infinity)
    #expect(BFloat16(Float.nan).value.isNaN)
  }

  @Test(arguments: [1, 15, 16, 40, 100_003])
  func sixteenAtATimeTheyAreRoundedAsOneByOne(count: Int) {
    let tensor = Tensor.random([count], seed: 2)
    let kept = ComputeThreads.with(2) { tensor.converted(to: .bfloat16) }
    #expect(kept.precision == .bfloat16)
    #expect(kept.values == tensor.values.map { BFloat16($0).value })
    #expect(kept.converted(to: .bfloat16) == kept)
  }

  @Test func whoeverReadsOrWritesSuchATensorIsShown32BitFloats() {
    var tensor = Tensor(shape: [3], [1, -2, 0.5]).converted(to: .bfloat16)
    let copy = tensor
    #expect(tensor[1] == -2)
    #expect(tensor == Tensor(shape: [3], [1, -2, 0.5]))
    tensor[1] = 3.14159
    #expect(tensor.precision == .float32)
    #expect(tensor.values == [1, 3.14159, 0.5])
    #expect(copy.values == [1, -2, 0.5])
  }
}
