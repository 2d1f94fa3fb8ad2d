// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

import Testing

@testable import Media

@Suite struct CanonicalGridTests {
  /// The decoded frame shown at each place, by the places' indices, for frames at these times.
  private func shown(_ times: [Double], lastDuration: Double) -> [Int: Int] {
    var grid = CanonicalGrid()
    var shown: [Int: Int] = [:]
    var frame = 0
    while frame < times.count {
      let following = frame + 1 < times.count ? times[frame + 1] : nil
      switch grid.step(
        time: times[frame], end: times[frame] + lastDuration, following: following)
      {
      case .show(let index): shown[index] = frame
      case .advance: frame += 1
      case .end: return shown
      }
    }
    return shown
  }

  @Test(arguments: [
    0, 0.001, 0.007, 0.0199, 0.02, 0.0201, 0.0205, 0.0207, 0.021, 0.03, 0.0399, 0.04, 1.2345,
  ])
  func framesAtTheRateOfTheGridComeOutOneToOne(start: Double) {
    let result = shown((0..<50).map { start + Double($0) / 25 }, lastDuration: 0.04)
    #expect(result.count == 50)
    #expect(Set(result.values) == Set(0..<50))
  }

  @Test(arguments: [5, 10, 12.5, 15, 23.976, 24, 29.97, 30, 48, 50, 59.94, 60, 120])
  func eachPlaceShowsItsNearestFrame(rate: Double) {
    let times = (0..<97).map { Double($0) / rate }
    let result = shown(times, lastDuration: 1 / rate)
    #expect(abs(Double(result.count) - 97 / rate * 25) <= 0.52)
    #expect(result.keys.sorted() == Array(0..<result.count))
    for (place, frame) in result {
      let target = Double(place) / 25
      let best = times.map { abs($0 - target) }.min() ?? 0
      #expect(abs(times[frame] - target) <= best + 0.0012)
    }
  }

  @Test func theLaterOfTwoEquallyNearFramesIsShown() {
    #expect(shown([0, 0.08], lastDuration: 0.08) == [0: 0, 1: 1, 2: 1, 3: 1])
  }

  @Test func aFrameShorterThanHalfASlotStillHasAPlace() {
    #expect(shown([0], lastDuration: 0.001) == [0: 0])
    #expect(shown([0.05], lastDuration: 0.001) == [1: 0])
  }

  @Test func aPictureThatStartsAfterTheClipHasNoPlacesBeforeIt() {
    #expect(shown([0.4, 0.44], lastDuration: 0.04) == [10: 0, 11: 1])
  }
}
