// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

import Foundation
import Testing

@testable import AudioFeatures

/// The lag of best correlation.
struct PeriodFinderTests {
  @Test(arguments: [40, 57, 130])
  func correlationsAreThoseOfTheDefinition(period: Int) throws {
    let audio = TestAudio.pulses([Int](repeating: period, count: 12), resonance: 500).values
    let lags = period * 3 / 4...period * 5 / 4
    var finder = PeriodFinder()
    finder.read(Array(audio[11...].map(SampleScale.amplitude)), count: 4 * period)
    let found = finder.bestLag(at: 5, lags: lags)
    let match = try #require(found)

    func correlation(_ lag: Int) -> Double {
      let a = (0..<lag).map { Double(SampleScale.amplitude(audio[16 + $0])) }
      let b = (0..<lag).map { Double(SampleScale.amplitude(audio[16 + lag + $0])) }
      let meanA = a.reduce(0, +) / Double(lag)
      let meanB = b.reduce(0, +) / Double(lag)
      var (ab, aa, bb) = (0.0, 0.0, 0.0)
      for (x, y) in zip(a, b) {
        ab += (x - meanA) * (y - meanB)
        aa += (x - meanA) * (x - meanA)
        bb += (y - meanB) * (y - meanB)
      }
      return ab / (aa * bb).squareRoot()
    }
    let vertex = Parabola.vertex(
      correlation(match.wholeLag - 1), correlation(match.wholeLag),
      correlation(match.wholeLag + 1))
    #expect(match.wholeLag == period)
    #expect(abs(match.correlation - vertex.value) < 1e-9)
    #expect(abs(match.lag - Double(period) - vertex.offset) < 1e-6)
  }

  @Test func aConstantHasNoPeriodAndNoHeight() {
    var finder = PeriodFinder()
    finder.read([Float](repeating: 0.1, count: 50), count: 50)
    #expect(finder.count == 50)
    #expect(finder.heights(at: 2, period: 10) == (0, 0))
    let flat = finder.bestLag(at: 0, lags: 5...15)
    #expect(flat == nil)
  }

  @Test func heightsLeaveTheFirstAndTheLastSampleOut() {
    var finder = PeriodFinder()
    let audio: [Int16] = [32_767, 0, 3277, 0, 32_767, -32_767, 0, 6553, 0, 32_767]
    finder.read(audio.map(SampleScale.amplitude), count: 10)
    let heights = finder.heights(at: 0, period: 5)
    #expect(abs(heights.0 - 0.1) < 1e-3)
    #expect(abs(heights.1 - 0.2) < 1e-3)
  }
}
