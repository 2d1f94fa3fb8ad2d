// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

import Foundation
import Testing

@testable import AudioFeatures

/// Smoothing and deltas.
struct ContourStagesTests {
  @Test func theAverageOfThreeRepeatsTheEdges() {
    let result = MovingAverage.smoothed([3, 6, 0, 9])
    #expect(result == [4, 3, 5, 6])
  }

  @Test func aLineKeepsItsValuesButAtTheEdges() {
    let line = (0..<10).map { Float(2 * $0) }
    let result = MovingAverage.smoothed(line)
    #expect(Array(result[1..<9]) == Array(line[1..<9]))
  }

  @Test(arguments: [-2.5, 0, 0.25, 8] as [Float])
  func theDeltaOfALineIsItsSlope(slope: Float) {
    let result = DeltaRegression.slopes((0..<20).map { slope * Float($0) + 1 })
    #expect(result.count == 20)
    for value in result[2..<18] { #expect(abs(value - slope) < 1e-5) }
  }

  @Test func theDeltaRepeatsTheEdges() {
    // n = 0: (1 - 0 + 2 (4 - 0)) / 10, n = 2: (9 - 1 + 2 (9 - 0)) / 10
    #expect(DeltaRegression.slopes([0, 1, 4, 9]) == [0.9, 2.2, 2.6, 2.1])
    #expect(DeltaRegression.slopes([5]) == [0])
    #expect(DeltaRegression.slopes([]) == [])
  }
}
