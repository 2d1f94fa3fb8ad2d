// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

import Foundation
import Testing

@testable import AudioFeatures

/// The statistics of a contour.
struct ContourStatisticsTests {
  private func statistics(_ contour: [Float], relative: Bool = false) -> ContourStatistics {
    var sorter = FloatSorter()
    return ContourStatistics(of: contour, relativePositions: relative, sorter: &sorter)
  }

  private static let byHand: [(ContourFunctional, Double)] = [
    (.maximumPosition, 3), (.minimumPosition, 0), (.mean, 3),
    (.slope, 0.8), (.offset, 1.4), (.absoluteError, 0.8), (.squaredError, 0.72),
    (.deviation, 2.0.squareRoot()), (.skewness, 0), (.kurtosis, 1.7),
    (.quartile1, 2), (.quartile2, 3), (.quartile3, 4),
    (.range12, 1), (.range23, 1), (.range13, 2),
    (.percentile1, 1.04), (.percentile99, 4.96), (.percentileRange, 3.92),
    (.upLevelTime75, 0.2), (.upLevelTime90, 0.2),
  ]

  @Test(arguments: byHand)
  func aSmallContourHasTheValuesWorkedOutByHand(functional: ContourFunctional, expected: Double) {
    #expect(abs(statistics([1, 3, 2, 5, 4])[functional] - expected) < 1e-12)
  }

  @Test func all21StatisticsWereWorkedOut() {
    #expect(Self.byHand.map(\.0) == ContourFunctional.allCases)
  }

  @Test func relativePositionsAreDividedByTheNumberOfFrames() {
    let result = statistics([1, 3, 2, 5, 4], relative: true)
    #expect(result[.maximumPosition] == 0.6)
    #expect(result[.minimumPosition] == 0)
  }

  @Test func ofEqualExtremaTheFirstCounts() {
    let result = statistics([2, 7, 1, 7, 1])
    #expect(result[.maximumPosition] == 1)
    #expect(result[.minimumPosition] == 2)
  }

  @Test func aSkewedContourHasTheMomentsRatios() {
    // Mean 1, deviations -1 -1 -1 3: variance 3, third moment 6, fourth 21.
    let result = statistics([0, 0, 0, 4])
    #expect(abs(result[.skewness] - 6 / (3 * 3.0.squareRoot())) < 1e-12)
    #expect(abs(result[.kurtosis] - 21.0 / 9) < 1e-12)
    #expect(result[.upLevelTime75] == 0.25)
  }

  @Test func anEmptyContourHasZerosOnly() {
    let result = statistics([])
    #expect(ContourFunctional.allCases.allSatisfy { result[$0] == 0 })
  }

  @Test(arguments: [1, 2, 1000], [0.1, -27.6, 1e-30] as [Float])
  func aConstantContourHasNoShape(count: Int, value: Float) {
    let result = statistics([Float](repeating: value, count: count))
    #expect(abs(result[.mean] - Double(value)) <= 1e-15 * abs(Double(value)))
    #expect(abs(result[.slope]) < 1e-12 * abs(Double(value)))
    for functional: ContourFunctional in [
      .deviation, .skewness, .kurtosis, .range13, .percentileRange, .upLevelTime75,
    ] {
      #expect(result[functional] == 0)
    }
    #expect(result[.quartile2] == Double(value))
  }

  @Test func percentilesLieBetweenNeighboursOfTheSortedContour() {
    let sorted = (0...200).map { Float($0) }
    for share in [0, 0.01, 0.25, 0.333, 0.5, 0.99, 1] {
      #expect(abs(ContourStatistics.percentile(share, sorted) - 200 * share) < 1e-9)
    }
    #expect(ContourStatistics.percentile(0.5, []) == 0)
    #expect(ContourStatistics.percentile(0.99, [4]) == 4)
  }
}

/// Sorting floats by their bytes.
struct FloatSorterTests {
  @Test(arguments: [0, 1, 2, 47, 48, 49, 100, 257, 5000], [1, 1e-3, 1e-42, 1e30] as [Double])
  func theOrderIsThatOfTheStandardLibrary(count: Int, scale: Double) {
    var generator = TestAudio.Generator(state: UInt64(count))
    let values = (0..<count).map { i in i % 7 == 0 ? 0 : Float(generator.next() * scale) }
    var sorter = FloatSorter()
    #expect(sorter.sorted(values) == values.sorted())
    #expect(sorter.sorted(values.reversed()) == values.sorted())
  }

  @Test func aSorterUsedAgainHasForgottenTheLastValues() {
    var sorter = FloatSorter()
    _ = sorter.sorted((0..<500).map { Float($0) })
    #expect(sorter.sorted([Float](repeating: -3, count: 60)) == [Float](repeating: -3, count: 60))
  }
}
