// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

import Signal
import Testing

@testable import Faces

@Suite struct HeldPictureTests {
  /// A face, drawn once, of a size and at a place that change with the picture's.
  private func frame(_ index: Int, scale: Int = 1, isRepeat: Bool = false) -> VideoFrame {
    let drawn = DrawnPicture.frame(
      160 * scale, 128 * scale, faces: [.init(x: 70 * scale, y: 60 * scale, radius: 40 * scale)],
      index: index)
    return VideoFrame(
      index: index, timestamp: drawn.timestamp, width: drawn.width, height: drawn.height,
      pixels: drawn.pixels, isRepeat: isRepeat)
  }

  private func run(_ frames: [VideoFrame]) throws -> (faces: [TrackedFace], FacePipeline) {
    var pipeline = FacePipeline(detector: try TestDetector.make())
    var faces: [TrackedFace] = []
    for frame in frames { faces += pipeline.add(frame) }
    faces += pipeline.finish()
    return (faces, pipeline)
  }

  @Test func aPictureThatIsHeldIsSearchedForASecondOnly() throws {
    let held = try run((0..<1000).map { frame($0 % 1 + $0, isRepeat: $0 > 0) })
    #expect(held.1.searches <= 14)
    #expect(held.faces.map(\.frame) == Array(0..<1000))
    let first = try #require(held.faces.first)
    #expect(held.faces.allSatisfy { $0.crop == first.crop && $0.track == 0 })
  }

  @Test func anotherPictureIsSearchedAgain() throws {
    let frames = (0..<120).map { frame($0, isRepeat: $0 % 60 != 0) }
    let faces = try run(frames)
    #expect(faces.1.searches > 14 && faces.1.searches <= 28)
    #expect(faces.faces.count == 120)
  }

  @Test func aFaceKeepsItsTrackWhenThePictureGrows() throws {
    let frames = (0..<31).map { frame($0, scale: $0 < 15 ? 1 : 3) }
    let (faces, pipeline) = try run(frames)
    #expect(pipeline.tracks.map(\.id) == [0])
    #expect(faces.map(\.frame) == Array(0..<31))
    let small = try #require(faces.first?.face.box.width)
    for face in faces.dropFirst(20) {
      #expect(abs(face.face.box.width / small - 3) < 0.5)
      #expect(abs(face.face.box.center.x - 210) < 20)
    }
    // Until the last frame of the small picture it is the small face's place.
    for face in faces.prefix(15) { #expect(abs(face.face.box.center.x - 70) < 8) }
  }
}
