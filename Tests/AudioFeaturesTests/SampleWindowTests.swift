// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

import Testing

@testable import AudioFeatures

struct SampleWindowTests {
  private let values = (0..<100).map { Int16($0) }

  /// What a window holds, as samples.
  private func held(_ window: borrowing SampleWindow) -> [Int16] {
    guard window.count > 0 else { return [] }
    let amplitudes = window.amplitudes(window.start..<window.end)
    return (0..<window.count).map { Int16((amplitudes[$0] * 32_767).rounded()) }
  }

  @Test func samplesAreTakenAsFarAsThereIsRoom() {
    var window = SampleWindow(capacity: 10)
    #expect(window.take(values.span) == 10)
    #expect(window.take(values.span) == 0)
    #expect(held(window) == Array(0..<10))
  }

  @Test(arguments: 1...12)
  func whatIsDiscardedMakesRoom(size: Int) {
    var window = SampleWindow(capacity: 10)
    var taken = 0
    while taken < 100 {
      taken += window.take(values[taken..<min(100, taken + size)].span)
      #expect(window.end == taken)
      #expect(window.count <= 10)
      #expect(held(window) == Array(values[window.start..<taken]))
      window.discard(before: taken - 3)
    }
    window.discard(before: 0)
    #expect(held(window) == [97, 98, 99])
  }

  @Test(arguments: [1, 3, 40])
  func samplesThatAreNotWantedArePassedOver(size: Int) {
    var window = SampleWindow(capacity: 5)
    window.discard(before: 30)
    var taken = 0
    while taken < 33 { taken += window.take(values[taken..<min(33, taken + size)].span) }
    #expect(held(window) == [30, 31, 32])
    window.discard(before: 90)
    #expect(window.count == 0)
    while taken < 94 { taken += window.take(values[taken..<min(94, taken + size)].span) }
    #expect(held(window) == [90, 91, 92, 93])
  }

  @Test func shortAudioIsRepeatedFromItsStartAndNoneIsSilence() {
    var window = SampleWindow(capacity: 10)
    _ = window.take(values[1..<4].span)
    window.lengthen(to: 8)
    #expect(held(window) == [1, 2, 3, 1, 2, 3, 1, 2])
    var empty = SampleWindow(capacity: 10)
    empty.lengthen(to: 4)
    #expect(held(empty) == [0, 0, 0, 0])
  }
}
