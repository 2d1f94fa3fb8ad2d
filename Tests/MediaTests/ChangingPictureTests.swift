// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

import CFFmpeg
import Signal
import TestSupport
import Testing

@testable import Media

@Suite struct ChangingPictureTests {
  private let folder = try? TemporaryFolder()

  /// A bare stream of H.264 of a size.
  private func stream(_ width: Int, _ height: Int) throws -> [UInt8] {
    let folder = try #require(folder)
    let path = folder / "\(width)x\(height).mp4"
    try Fixture.write(
      path, video: VideoTrack(width: width, height: height, codec: .h264),
      times: Fixture.times(10))
    try Remultiplexing(
      format: "h264", parts: [.init(path: path, type: AVMEDIA_TYPE_VIDEO)]
    ).write(path + ".h264")
    return try Fixture.bytes(of: path + ".h264")
  }

  @Test func aPictureThatGrowsInMidStreamComesInItsOwnSizes() throws {
    let path = try #require(folder).write(
      try stream(64, 48) + stream(320, 240) + stream(48, 64), to: "grows.h264")
    let (frames, _) = try Fixture.read(path)
    #expect(frames.count == 30)
    #expect(frames.prefix(10).allSatisfy { ($0.width, $0.height) == (64, 48) })
    #expect(frames[10..<20].allSatisfy { ($0.width, $0.height) == (320, 240) })
    #expect(frames.suffix(10).allSatisfy { ($0.width, $0.height) == (48, 64) })
    #expect(frames.map(Fixture.number(of:)) == Array(0..<10) + Array(0..<10) + Array(0..<10))
  }

  @Test func framesThatAreHeldAreMarkedAsRepeated() throws {
    let path = try #require(folder) / "held.mkv"
    var track = VideoTrack(width: Fixture.width, height: Fixture.height)
    track.hasVariableFrameRate = true
    try Fixture.write(path, video: track, times: [0, 40, 80])
    let (frames, report) = try Fixture.read(path)
    #expect(frames.count >= 2000)
    // Each from the place on to which it is nearest.
    #expect(frames.filter { !$0.isRepeat }.map(\.index) == [0, 500, 1500])
    #expect(report.duplicatedFrames == frames.count { $0.isRepeat })
  }

  @Test func soundThatStartsLateTakesNoMemoryForItsSilence() throws {
    let path = try #require(folder) / "late.mkv"
    var audio = AudioTrack(sampleRate: 16_000)
    audio.start = 100
    try Fixture.write(
      path, times: Fixture.times(25), audio: audio,
      samples: Fixture.audio(seconds: 1, clicks: [0.5]))
    let reader = try #require(try AudioReader(path: path))
    var position = 0
    var click: Int?
    while let piece = try reader.next() {
      #expect(piece.values.count <= 1 << 16)
      if click == nil, let place = piece.values.firstIndex(where: { abs(Int($0)) > 5000 }) {
        click = position + place
      }
      position += piece.values.count
    }
    #expect(abs(reader.report.leadingSilence - 100) < 0.05)
    #expect(abs(Double(click ?? 0) / 16_000 - 100.5) < 0.05)
  }
}
