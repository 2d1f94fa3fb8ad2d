// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

import Foundation
import Testing

@testable import AudioFeatures

@Suite("Smoothing and deltas")
struct ContourStagesTests {
  @Test("The average of three repeats the edges")
  func movingAverage() {
    let result = [3, 6, 0, 9].withUnsafeBufferPointer { MovingAverage.smoothed($0) }
    #expect(result == [4, 3, 5, 6])
  }

  @Test("A line keeps its values but at the edges")
  func smoothedLine() {
    let line = (0..<10).map { Float(2 * $0) }
    let result = line.withUnsafeBufferPointer { MovingAverage.smoothed($0) }
    #expect(Array(result[1..<9]) == Array(line[1..<9]))
  }

  @Test("The delta of a line is its slope", arguments: [-2.5, 0, 0.25, 8] as [Float])
  func deltaOfLine(slope: Float) {
    let result = DeltaRegression.slopes((0..<20).map { slope * Float($0) + 1 })
    #expect(result.count == 20)
    for value in result[2..<18] { #expect(abs(value - slope) < 1e-5) }
  }

  @Test("The delta repeats the edges")
  func deltaEdges() {
    // n = 0: (1 - 0 + 2 (4 - 0)) / 10, n = 2: (9 - 1 + 2 (9 - 0)) / 10
    #expect(DeltaRegression.slopes([0, 1, 4, 9]) == [0.9, 2.2, 2.6, 2.1])
    #expect(DeltaRegression.slopes([5]) == [0])
    #expect(DeltaRegression.slopes([]) == [])
  }
}
