// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

import Testing

@testable import Media

@Suite struct FrameClockTests {
  private func times(
    _ stamps: [Double?], start: Double? = 0, duration: Double? = nil
  ) -> (times: [Double], repairs: Int) {
    var clock = FrameClock(start: start, duration: duration, frameDuration: 0.04)
    let times = stamps.map { (clock.time(stamp: $0) * 100).rounded() / 100 }
    return (times, clock.repairs)
  }

  @Test func timeCountsFromTheStartOfTheClipElseFromTheFirstFrame() {
    #expect(times([7, 7.04], start: 6.9).times == [0.1, 0.14])
    #expect(times([7, 7.04], start: nil).times == [0, 0.04])
  }

  @Test func missingTimestampsAreCountedOnByTheFrameRate() {
    let result = times([0, nil, nil, 0.12])
    #expect(result.times == [0, 0.04, 0.08, 0.12])
    #expect(result.repairs == 2)
    #expect(times([nil, nil, nil]).times == [0, 0.04, 0.08])
  }

  @Test func aFrameOutOfOrderDoesNotShiftThoseAfterIt() {
    #expect(times([0, 0.04, 0.04, 0.08, 0.12]).times == [0, 0.04, 0.04, 0.08, 0.12])
    #expect(times([0, 0.04, 0.02, 0.12]).times == [0, 0.04, 0.04, 0.12])
  }

  @Test func timesAlwaysRunForwards() {
    var clock = FrameClock(start: 0, duration: nil, frameDuration: 0.04)
    let stamps: [Double] = [0, 0, 0, 0, 0, 0, 0.01, 5, 4.5, -3, 1e9, -1e9, 2]
    let times = stamps.map { clock.time(stamp: $0) }
    #expect(zip(times, times.dropFirst()).allSatisfy { $0 < $1 })
    #expect(times.allSatisfy { $0 < 10 })
  }

  @Test func aStuckClockIsReplacedByTheFrameRate() {
    let last = times([Double?](repeating: 0, count: 100)).times.last ?? 0
    #expect(abs(last - 97 * 0.04) < 0.1)
  }

  @Test func aClockThatStartsAgainGoesOnWhereItWas() {
    #expect(times([4, 4.04, 0, 0.04], start: 4).times == [0, 0.04, 0.08, 0.12])
  }

  @Test func aLongHoldIsKeptWhenTheLengthAllowsIt() {
    #expect(times([0, 90], duration: 95).times == [0, 90])
    #expect(times([0, 90], duration: 10).times == [0, 0.04])
  }
}
