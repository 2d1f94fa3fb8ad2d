// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

import Signal
import TestSupport
import Testing

@testable import Media

@Suite struct PictureGeometryTests {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  /// Names of the corners' colours from the top left, by rows.
  private static let corners = ["red", "green", "blue", "white"]
  private static let colours: [[UInt8]] = [
    [255, 0, 0], [0, 255, 0], [0, 0, 255], [255, 255, 255],
  ]

  /// Four quarters of one colour each.
  private func quarters(width: Int, height: Int) -> [UInt8] {
    (0..<height).flatMap { y in
      (0..<width).flatMap { x in
        Self.colours[(y < height / 2 ? 0 : 2) + (x < width / 2 ? 0 : 1)]
      }
    }
  }

  private func colour(_ frame: VideoFrame, x: Double, y: Double) -> [UInt8] {
    let column = Int(x * Double(frame.width))
    let row = Int(y * Double(frame.height))
    let start = (row * frame.width + column) * 3
    return Array(frame.pixels[start..<start + 3])
  }

  private func name(_ colour: [UInt8]) -> String {
    let bits = colour.map { $0 > 128 }
    let index = Self.colours.firstIndex { $0.map { $0 > 128 } == bits }
    return index.map { Self.corners[$0] } ?? "\(colour)"
  }

  private func cornerNames(_ frame: VideoFrame) -> [String] {
    [(0.25, 0.25), (0.75, 0.25), (0.25, 0.75), (0.75, 0.75)].map {
      name(colour(frame, x: $0.0, y: $0.1))
    }
  }

  private func first(_ path: String, maximumSide: Int = 1920) throws -> VideoFrame {
    try #require(try Fixture.read(path, maximumSide: maximumSide).frames.first)
  }

  private func write(_ name: String, _ track: VideoTrack) throws -> String {
    let path = folder / name
    let writer = try VideoWriter(path: path, video: track)
    let pixels = quarters(width: track.width, height: track.height)
    let isStill = ["png", "jpg"].contains { name.hasSuffix($0) }
    for time in Fixture.times(isStill ? 1 : 3) { try writer.append(pixels: pixels, at: time) }
    try writer.finish()
    return path
  }

  @Test(arguments: [
    (0, false, ["red", "green", "blue", "white"]),
    (90, false, ["blue", "red", "white", "green"]),
    (180, false, ["white", "blue", "green", "red"]),
    (270, false, ["green", "white", "red", "blue"]),
    (0, true, ["green", "red", "white", "blue"]),
    (90, true, ["white", "green", "blue", "red"]),
    (180, true, ["blue", "white", "red", "green"]),
    (270, true, ["red", "blue", "green", "white"]),
  ])
  func rotatedAndMirroredPicturesStandUpright(degrees: Int, isMirrored: Bool, expected: [String])
    throws
  {
    var track = VideoTrack(width: 64, height: 48)
    track.rotation = degrees
    track.isMirrored = isMirrored
    let path = try write("clip.mp4", track)
    let frame = try first(path)
    #expect(cornerNames(frame) == expected)
    #expect([frame.width, frame.height] == (degrees % 180 == 0 ? [64, 48] : [48, 64]))
    let info = try MediaInfo.probe(path)
    #expect(info.rotation == degrees)
    #expect(info.isMirrored == isMirrored)
  }

  @Test(arguments: [
    ("avi", VideoCodec.mpeg4), ("webm", .vp9), ("mp4", .h264), ("mkv", .ffv1), ("png", .png),
    ("jpg", .mjpeg),
  ])
  func oddSizesKeepTheirSizeAndEveryCorner(name: String, codec: VideoCodec) throws {
    let frame = try first(
      write("clip.\(name)", VideoTrack(width: 63, height: 47, codec: codec)))
    #expect([frame.width, frame.height] == [63, 47])
    #expect(cornerNames(frame) == Self.corners)
  }

  @Test(arguments: [(2.0, 128), (16.0 / 15, 68), (0.5, 32), (1.0, 64)])
  func pixelsThatAreNotSquareAreWidenedOrNarrowed(ratio: Double, width: Int) throws {
    for name in ["clip.mkv", "clip.mp4", "clip.avi"] {
      var track = VideoTrack(width: 64, height: 48)
      track.pixelAspectRatio = ratio
      let path = try write(name, track)
      let frame = try first(path)
      #expect([frame.width, frame.height] == [width, 48], "\(name)")
      #expect(cornerNames(frame) == Self.corners)
      #expect(abs(try MediaInfo.probe(path).pixelAspectRatio - ratio) < 0.01)
    }
  }

  @Test func aTurnedPictureWithWidePixelsIsWidenedBeforeItIsTurned() throws {
    var track = VideoTrack(width: 64, height: 48)
    track.pixelAspectRatio = 2
    track.rotation = 90
    let frame = try first(write("clip.mp4", track))
    #expect([frame.width, frame.height] == [48, 128])
    #expect(cornerNames(frame) == ["blue", "red", "white", "green"])
  }

  @Test(arguments: [32, 50, 64, 65])
  func largePicturesAreScaledToTheLongerSideAskedFor(side: Int) throws {
    let frame = try first(
      write("clip.mkv", VideoTrack(width: 64, height: 48)), maximumSide: side)
    #expect([frame.width, frame.height] == (side >= 64 ? [64, 48] : [side, (side * 3 + 2) / 4]))
    #expect(cornerNames(frame) == Self.corners)
  }

  @Test(
    arguments: [
      (VideoCodec.h264, VideoTrack.Layout.yuv420), (.h264, .yuv422), (.h264, .yuv444),
      (.h264, .yuv420TenBit), (.ffv1, .yuv420), (.ffv1, .rgb), (.ffv1, .rgba), (.png, .rgb),
      (.png, .rgba), (.vp9, .yuv444), (.mjpeg, .yuv420), (.mjpeg, .yuv444),
    ], [false, true])
  func everyWayOfStoringColoursGivesThemBack(
    format: (codec: VideoCodec, layout: VideoTrack.Layout), isFullRange: Bool
  )
    throws
  {
    var track = VideoTrack(width: 64, height: 48, codec: format.codec)
    track.layout = format.layout
    track.isFullRange = isFullRange
    let path = folder / "clip.mkv"
    let colours: [[UInt8]] = [[200, 90, 60], [40, 120, 180], [128, 128, 128], [10, 250, 5]]
    let writer = try VideoWriter(path: path, video: track)
    for (number, time) in Fixture.times(4).enumerated() {
      try writer.append(
        pixels: (0..<64 * 48).flatMap { _ in colours[number] }, at: time)
    }
    try writer.finish()
    let frames = try Fixture.read(path).frames
    #expect(frames.count == 4)
    for (frame, expected) in zip(frames, colours) {
      let actual = colour(frame, x: 0.5, y: 0.5)
      // Quantisation of YUV in limited range and of the codec.
      #expect(
        zip(actual, expected).allSatisfy { abs(Int($0) - Int($1)) <= 6 },
        "\(actual) for \(expected)")
    }
  }

  @Test(arguments: [640, 1280])
  func widePicturesUseTheMatrixOfHighDefinition(width: Int) throws {
    for name in ["clip.avi", "clip.mkv"] {
      let path = folder / name
      let writer = try VideoWriter(
        path: path, video: VideoTrack(width: width, height: 16))
      try writer.append(pixels: (0..<width * 16).flatMap { _ in [30, 200, 60] as [UInt8] }, at: 0)
      try writer.finish()
      let actual = colour(try first(path), x: 0.5, y: 0.5)
      #expect(zip(actual, [30, 200, 60]).allSatisfy { abs(Int($0) - $1) <= 4 }, "\(actual)")
    }
  }

  @Test(arguments: ["png", "mkv"])
  func greyPicturesUseTheFullRange(name: String) throws {
    var track = VideoTrack(width: 64, height: 48, codec: name == "png" ? .png : .ffv1)
    track.layout = .grey
    let path = folder / "clip.\(name)"
    try Fixture.write(path, video: track, times: [0])
    let frame = try first(path)
    #expect(colour(frame, x: 0.5, y: 0.5).allSatisfy { abs(Int($0) - 20) <= 1 })
  }

  @Test func aPaletteIsLookedUp() throws {
    // A bitmap file of two pixels, one bit each: colour 1, then colour 0.
    var bytes: [UInt8] = Array("BM".utf8) + [66, 0, 0, 0, 0, 0, 0, 0, 62, 0, 0, 0]
    bytes += [40, 0, 0, 0, 2, 0, 0, 0, 1, 0, 0, 0, 1, 0, 1, 0]
    bytes += [UInt8](repeating: 0, count: 24)
    bytes += [10, 20, 30, 0, 200, 150, 100, 0]  // blue, green, red, unused
    bytes += [0b0100_0000 ^ 0b1100_0000, 0, 0, 0]
    let frame = try first(folder.write(bytes, to: "palette.bmp"))
    #expect([frame.width, frame.height] == [2, 1])
    #expect(frame.pixels == [100, 150, 200, 30, 20, 10])
  }

  @Test(arguments: ["face.png", "face.jpg", "take%02d.png", "a:b.jpg"])
  func aPictureFileGivesOneCanonicalFrame(name: String) throws {
    let path = try write(name, VideoTrack(width: 64, height: 48))
    let (frames, report) = try Fixture.read(path)
    #expect(frames.count == 1)
    #expect(frames.first?.index == 0)
    #expect(frames.first?.timestamp == 0)
    #expect(frames.first.map(cornerNames) == Self.corners)
    #expect(report.decodedFrames == 1)
    #expect(report.repairedTimestamps == 0)
    #expect(try MediaInfo.probe(path).isStillPicture)
    #expect(try AudioReader.read(path)?.samples == nil)
  }

  @Test func aPictureThatChangesItsSizeComesInEachSize() throws {
    let large = try Fixture.bytes(of: write("a.jpg", VideoTrack(width: 64, height: 48)))
    let small = try Fixture.bytes(of: write("b.jpg", VideoTrack(width: 32, height: 40)))
    let path = try folder.write(large + small + large + small, to: "clip.mjpeg")
    let (frames, report) = try Fixture.read(path)
    #expect(frames.count == 4)
    #expect(report.decodedFrames == 4)
    #expect(frames.map(\.width) == [64, 32, 64, 32])
    #expect(frames.map(\.height) == [48, 40, 48, 40])
    #expect(frames.allSatisfy { cornerNames($0) == Self.corners })
  }
}
