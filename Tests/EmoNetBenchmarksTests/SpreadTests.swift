// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

import Testing

@testable import EmoNetBenchmarks

@Suite struct SpreadTests {
  @Test func theMedianIsTheMiddleOneOrTheMeanOfTwo() {
    let odd = Spread([3, 1, 2])
    #expect([odd.median, odd.least, odd.greatest] == [2, 1, 3])
    #expect(Spread([4, 1, 3, 2]).median == 2.5)
    #expect(Spread([7]).median == 7)
  }

  @Test(arguments: [
    (0.012345, "0.0123"), (1.2345, "1.23"), (12.345, "12.3"), (1234.5, "1234"), (0, "0.0"),
  ])
  func numbersHaveThreeDigitsAndAllThoseBeforeThePoint(number: Double, text: String) {
    #expect(Spread.text(number) == text)
  }

  @Test func aRatioPairsTheTimesOfOneRound() {
    let measurement = Measurement(own: [1, 2, 4], references: [[3, 4, 4], [1, 1, 1]])
    #expect(measurement.ratio(to: 0) == Spread([3, 2, 1]))
    #expect(measurement.ratio(to: 1).description == "0.500 (0.250..1.00)")
  }
}
