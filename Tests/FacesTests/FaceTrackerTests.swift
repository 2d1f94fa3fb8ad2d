// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

import Testing

@testable import Faces

@Suite struct FaceTrackerTests {
  private func tracker(_ options: PipelineOptions = .init()) -> FaceTracker {
    FaceTracker(options: options, openingThreshold: 0.6)
  }

  @Test func aFaceThatMovesKeepsItsNumber() {
    var tracker = tracker()
    for step in 0..<20 { tracker.add([makeFace(x: Float(step * 25), y: 10)], at: step * 2) }
    #expect(tracker.tracks.map(\.id) == [0])
    #expect(tracker.tracks.first?.sightings.count == 20)
  }

  @Test func facesThatCrossKeepTheirNumbers() {
    var tracker = tracker()
    // 80 pixels apart in height is no overlap of 80; 30 is much.
    for step in 0..<20 {
      let first = makeFace(x: Float(step * 20), y: 0)
      let second = makeFace(x: Float(380 - step * 20), y: 30)
      tracker.add(step % 2 == 0 ? [first, second] : [second, first], at: step * 2)
    }
    #expect(tracker.tracks.map(\.id) == [0, 1])
    #expect(tracker.tracks.map(\.last.face.box.x) == [380, 0])
  }

  @Test func aFaceThatLeavesAndAnotherThatComesElsewhereAreTwo() {
    var tracker = tracker()
    for step in 0..<5 { tracker.add([makeFace(x: 0, y: 0)], at: step * 2) }
    for step in 5..<9 { tracker.add([makeFace(x: 300, y: 0)], at: step * 2) }
    #expect(tracker.tracks.map(\.id) == [0, 1])
  }

  @Test func aFaceThatReturnsToItsPlaceWithin50FramesKeepsItsNumber() {
    var tracker = tracker()
    tracker.add([makeFace(x: 0, y: 0)], at: 0)
    tracker.add([makeFace(x: 5, y: 0)], at: 50)
    tracker.add([makeFace(x: 5, y: 0)], at: 102)
    #expect(tracker.tracks.map(\.id) == [0, 1])
  }

  @Test func weakFacesContinueATrackAndOpenNone() {
    var tracker = tracker()
    tracker.add([makeFace(x: 0, y: 0, score: 0.5)], at: 0)
    #expect(tracker.tracks.isEmpty)
    tracker.add([makeFace(x: 0, y: 0, score: 0.7)], at: 2)
    tracker.add([makeFace(x: 0, y: 0, score: 0.5)], at: 4)
    #expect(tracker.tracks.first?.sightings.count == 2)
  }

  @Test func betweenTwoSightingsTheFaceMovesOnALine() throws {
    var track = FaceTrack(id: 0, position: 0, face: makeFace(x: 0, y: 0))
    track.append(position: 4, face: makeFace(x: 8, y: 16), longestGap: 10)
    let (face, isInterpolated) = try #require(track.face(at: 2, interval: 2, longestGap: 10))
    #expect(isInterpolated)
    #expect(face == makeFace(x: 4, y: 8))
    let sighted = try #require(track.face(at: 4, interval: 2, longestGap: 10))
    #expect(!sighted.isInterpolated)
    #expect(sighted.face == makeFace(x: 8, y: 16))
    #expect(track.face(at: 5, interval: 2, longestGap: 10) == nil)
    #expect(track.face(at: 2, interval: 2, longestGap: 3) == nil)
  }

  @Test func neighbouringSightingsAreAveragedByQuarterHalfQuarter() throws {
    var track = FaceTrack(id: 0, position: 0, face: makeFace(x: 0, y: 0))
    track.append(position: 2, face: makeFace(x: 4, y: 0), longestGap: 10)
    track.append(position: 4, face: makeFace(x: 0, y: 0), longestGap: 10)
    let middle = try #require(track.face(at: 2, interval: 2, longestGap: 10))
    #expect(middle.face.box.x == 2)
    let end = try #require(track.face(at: 4, interval: 2, longestGap: 10))
    #expect(end.face.box.x == 0)
  }
}
