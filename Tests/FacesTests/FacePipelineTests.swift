// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

import Media
import Signal
import Testing

@testable import Faces

@Suite struct FacePipelineTests {
  /// Runs a clip of `count` frames through a pipeline.
  private func run(
    _ count: Int, options: PipelineOptions = .init(), frame: (Int) -> VideoFrame
  ) throws -> (faces: [TrackedFace], tracks: [TrackSummary]) {
    var pipeline = FacePipeline(detector: try TestDetector.make(), options: options)
    var faces: [TrackedFace] = []
    for index in 0..<count {
      let before = faces.count
      faces += pipeline.add(frame(index))
      // Final frames come in order and not long after.
      for face in faces[before...] { #expect(index - face.frame <= options.longestGap + 4) }
    }
    faces += pipeline.finish()
    #expect(pipeline.frameCount == count)
    return (faces, pipeline.tracks)
  }

  @Test(arguments: [1, 2, 7, 30])
  func aFaceInEveryFrameGivesACropForEveryFrame(count: Int) throws {
    let (faces, tracks) = try run(count) { index in
      DrawnPicture.frame(
        240, 200, faces: [.init(x: 80 + index * 2, y: 100, radius: 50)], index: index)
    }
    #expect(faces.map(\.frame) == Array(0..<count))
    #expect(faces.allSatisfy { $0.track == 0 })
    #expect(faces.map(\.timestamp) == (0..<count).map { Double($0) / 25 })
    for face in faces {
      #expect(face.isInterpolated == (face.frame % 2 == 1 && face.frame != count - 1))
      #expect(abs(face.face.box.center.x - Float(80 + face.frame * 2)) < 6)
    }
    let track = try #require(tracks.first)
    #expect(tracks.count == 1)
    #expect((track.id, track.frameCount) == (0, count))
    #expect((track.firstFrame, track.lastFrame) == (0, count - 1))
    #expect(track.meanScore > 0.6)
    #expect(track.meanArea > 60 * 80 && track.meanArea < 90 * 120)
    #expect(MainFaceRule.longestAndLargest.choose(tracks) == 0)
  }

  @Test func aShortGapIsBridgedAndALongOneIsNot() throws {
    // Without a bridge the odd frames at both ends, which are not searched, have no face.
    for (gap, expected) in [(6..<11, Array(0..<30)), (6..<21, Array(0...4) + Array(22..<30))] {
      let (faces, tracks) = try run(30) { index in
        DrawnPicture.frame(
          200, 200, faces: gap.contains(index) ? [] : [.init(x: 100, y: 100, radius: 50)],
          index: index)
      }
      #expect(faces.map(\.frame) == expected)
      #expect(tracks.count == 1)
    }
  }

  @Test func facesThatComeAndGoGetNumbersOfTheirOwn() throws {
    let (faces, tracks) = try run(40) { index in
      var drawn: [DrawnPicture.DrawnFace] = []
      if index < 20 { drawn.append(.init(x: 70, y: 100, radius: 45)) }
      if index >= 10 { drawn.append(.init(x: 250, y: 100, radius: 60)) }
      return DrawnPicture.frame(360, 200, faces: drawn, index: index)
    }
    #expect(tracks.map(\.id) == [0, 1])
    #expect(MainFaceRule.longestAndLargest.choose(tracks) == 1)
    #expect(faces.filter { $0.frame == 16 }.map(\.track) == [0, 1])
    #expect(faces.filter { $0.frame == 36 }.map(\.track) == [1])
    // A face that comes is seen by the next full search, one that was followed away is lost at
    // once.
    #expect((tracks.last?.firstFrame ?? 99) <= 24)
  }

  @Test func aSmallFaceThatComesBesideALargeOneIsFoundByTheFullSearch() throws {
    let (_, tracks) = try run(60) { index in
      var drawn = [DrawnPicture.DrawnFace(x: 150, y: 150, radius: 110)]
      if index >= 4 { drawn.append(.init(x: 420, y: 80, radius: 20)) }
      return DrawnPicture.frame(480, 320, faces: drawn, index: index)
    }
    #expect(tracks.map(\.id) == [0, 1])
    #expect((tracks.last?.firstFrame ?? 99) <= 30)
  }

  @Test func framesWithoutAFaceAndNoFramesAtAllGiveNothing() throws {
    let (faces, tracks) = try run(9) { DrawnPicture.frame(64, 48, index: $0) }
    #expect(faces.isEmpty && tracks.isEmpty)
    let (none, _) = try run(0) { DrawnPicture.frame(64, 48, index: $0) }
    #expect(none.isEmpty)
  }

  @Test func theSameClipGivesTheSameFaces() throws {
    let frames = (0..<9).map {
      DrawnPicture.frame(160, 128, faces: [.init(x: 70 + $0, y: 60, radius: 40)], index: $0)
    }
    let first = try run(9) { frames[$0] }
    let second = try run(9) { frames[$0] }
    #expect(first.faces == second.faces)
    #expect(first.tracks == second.tracks)
  }

  @Test func thePortraitOfTheSampleClipIsOneTrackThroughAllFrames() throws {
    let reader = try VideoReader(path: TestDetector.sampleClip)
    var pipeline = FacePipeline(detector: try TestDetector.make())
    var frames: [Int] = []
    var faces: [TrackedFace] = []
    while let frame = try reader.next() {
      frames.append(frame.index)
      faces += pipeline.add(frame)
    }
    faces += pipeline.finish()
    #expect(faces.map(\.frame) == frames)
    #expect(pipeline.tracks.map(\.id) == [0])
    #expect(faces.allSatisfy { $0.face.score > 0.8 })
    // The clip moves slowly: neighbouring crops differ by a few grey levels, unlike crops of
    // different faces (40 to 80).
    for (before, after) in zip(faces, faces.dropFirst()) {
      let change = zip(before.crop.grey, after.crop.grey).reduce(0) {
        $0 + abs(Int($1.0) - Int($1.1))
      }
      #expect(change < 25 * before.crop.grey.count)
    }
  }
}
