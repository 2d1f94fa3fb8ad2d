// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

import Testing

@testable import Faces

@Suite struct MainFaceRuleTests {
  private let rule = MainFaceRule.longestAndLargest

  private func track(_ id: Int, _ frames: Int, _ area: Double) -> TrackSummary {
    TrackSummary(
      id: id, frameCount: frames, meanArea: area, meanScore: 0.9, firstFrame: 0, lastFrame: 9)
  }

  @Test func withoutTracksThereIsNoMainFace() {
    #expect(rule.choose([]) == nil)
  }

  @Test func theLongestAndLargestFaceIsTheMainOne() {
    #expect(rule.choose([track(0, 10, 100), track(1, 30, 100)]) == 1)
    #expect(rule.choose([track(0, 10, 1600), track(1, 30, 100)]) == 0)
  }

  @Test func ofEqualFacesTheFirstIsTheMainOne() {
    #expect(rule.choose([track(2, 10, 100), track(1, 10, 100)]) == 1)
    #expect(rule.choose([track(0, 20, 100), track(1, 10, 400)]) == 0)
  }
}
