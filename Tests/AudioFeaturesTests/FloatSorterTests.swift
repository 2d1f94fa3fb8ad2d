// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

import Testing

@testable import AudioFeatures

@Suite("Sorting floats by their bytes")
struct FloatSorterTests {
  @Test(
    "The order is that of the standard library",
    arguments: [0, 1, 2, 47, 48, 49, 100, 257, 5000], [1, 1e-3, 1e-42, 1e30] as [Double])
  func order(count: Int, scale: Double) {
    var generator = TestSounds.Generator(state: UInt64(count))
    let values = (0..<count).map { i in i % 7 == 0 ? 0 : Float(generator.next() * scale) }
    var sorter = FloatSorter()
    #expect(sorter.sorted(values) == values.sorted())
    #expect(sorter.sorted(values.reversed()) == values.sorted())
  }

  @Test("A sorter used again has forgotten the last values")
  func reuse() {
    var sorter = FloatSorter()
    _ = sorter.sorted((0..<500).map { Float($0) })
    #expect(sorter.sorted([Float](repeating: -3, count: 60)) == [Float](repeating: -3, count: 60))
  }
}
