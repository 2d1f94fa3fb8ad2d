// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

import Testing

@testable import Faces

@Suite struct MainFaceRuleTests {
  private let rule = MainFaceRule.longestAndLargest

  private func track(
    _ id: Int, _ frames: Int, _ area: Double, moving length: Float = 5
  ) -> TrackSummary {
    TrackSummary(
      id: id, frameCount: frames, meanArea: area, meanWidth: area.squareRoot(),
      meanHeight: area.squareRoot(),
      span: FaceSpan(left: 10, right: 10 + length, top: 5, bottom: 5), meanScore: 0.9,
      firstFrame: 0, lastFrame: 9)
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

  @Test func aFaceThatNeverMovesDoesNotOutrankOneThatDoes() {
    let poster = track(0, 100, 90_000, moving: 0.6)
    #expect(rule.choose([poster, track(1, 60, 900)]) == 1)
    #expect(rule.choose([track(1, 60, 900), poster]) == 1)
    // A flicker is nobody, and a short track cannot be told from a still one.
    #expect(rule.choose([poster, track(1, 5, 900)]) == 0)
    #expect(rule.choose([track(0, 20, 90_000, moving: 0), track(1, 60, 900)]) == 0)
  }

  @Test func stillPicturesAndFacesThatAllHoldStillHaveAMainFace() {
    #expect(rule.choose([track(0, 1, 100, moving: 0)]) == 0)
    #expect(rule.choose([track(0, 90, 100, moving: 0), track(1, 90, 400, moving: 0)]) == 1)
  }

  @Test func facesAboutAsLongOrAsLargeAreRivals() {
    let tracks = [track(0, 50, 100), track(1, 30, 100), track(2, 24, 100), track(3, 30, 400)]
    #expect(rule.rivals(in: tracks).map(\.id) == [0, 1])
    #expect(rule.rivals(in: [track(0, 50, 100)]).isEmpty && rule.rivals(in: []).isEmpty)
  }
}
