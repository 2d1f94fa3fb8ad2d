// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

import Signal
import TestSupport
import Testing

@testable import Media

@Suite struct VideoReaderTests {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  @Test(arguments: [
    ("avi", VideoCodec.mpeg4), ("mp4", .h264), ("mp4", .mpeg4), ("mov", .mjpeg),
    ("mov", .h264), ("mkv", .h264), ("mkv", .vp9), ("mkv", .ffv1), ("webm", .vp9),
    ("avi", .mjpeg),
  ])
  func framesAtTheRateOfTheGridComeOutOneToOneFromEveryContainer(name: String, codec: VideoCodec)
    throws
  {
    let path = folder / "clip.\(name)"
    try Fixture.write(
      path, video: VideoTrack(width: 64, height: 48, codec: codec), times: Fixture.times(25))
    let (frames, report) = try Fixture.read(path)
    #expect(frames.map(\.index) == Array(0..<25))
    #expect(frames.map(Fixture.number) == Array(0..<25))
    #expect(frames.allSatisfy { $0.width == 64 && $0.height == 48 })
    #expect(zip(frames, 0...).allSatisfy { abs($0.timestamp - Double($1) / 25) < 0.001 })
    #expect(report.decodedFrames == 25)
    #expect(report.canonicalFrames == 25)
    #expect(report.droppedFrames == 0)
    #expect(report.duplicatedFrames == 0)
    #expect(report.errors == 0)
    #expect(abs(report.duration - 1) < 0.002)
  }

  @Test(arguments: [10.0, 12.5, 24, 30_000.0 / 1001, 30, 50, 60])
  func otherFrameRatesAreThinnedOrRepeatedAndTheReportAddsUp(rate: Double) throws {
    let path = folder / "clip.mp4"
    var track = VideoTrack(width: 64, height: 48)
    track.frameRate = rate
    let times = Fixture.times(28, rate: rate)
    try Fixture.write(path, video: track, times: times)
    let (frames, report) = try Fixture.read(path)
    #expect(abs(Double(frames.count) - 28 / rate * 25) <= 0.52)
    #expect(frames.map(\.index) == Array(0..<frames.count))
    for frame in frames {
      let target = Double(frame.index) / 25
      let nearest = times.map { abs($0 - target) }.min() ?? 0
      #expect(abs(times[Fixture.number(of: frame)] - target) <= nearest + 0.0012)
      #expect(abs(times[Fixture.number(of: frame)] - frame.timestamp) < 0.001)
    }
    #expect(report.decodedFrames == 28)
    #expect(
      report.canonicalFrames
        == report.decodedFrames - report.droppedFrames + report.duplicatedFrames)
  }

  @Test(arguments: ["mp4", "mkv"])
  func aVariableFrameRateGivesTheNearestFrameAtEachPlace(name: String) throws {
    let path = folder / "clip.\(name)"
    var track = VideoTrack(width: 64, height: 48)
    track.hasVariableFrameRate = true
    let times = [0, 0.011, 0.033, 0.1, 0.39, 0.4, 0.41, 0.42, 0.7, 0.725, 0.75, 0.96]
    try Fixture.write(path, video: track, times: times)
    let (frames, _) = try Fixture.read(path)
    #expect(frames.count >= 24)
    for frame in frames {
      let target = Double(frame.index) / 25
      let nearest = times.map { abs($0 - target) }.min() ?? 0
      #expect(abs(times[Fixture.number(of: frame)] - target) <= nearest + 0.0012)
    }
  }

  @Test func timeCountsFromTheStartOfTheClip() throws {
    let path = folder / "clip.mkv"
    try Fixture.write(path, times: Fixture.times(10, from: 7.48))
    let (frames, _) = try Fixture.read(path)
    #expect(Fixture.places(frames) == Dictionary(uniqueKeysWithValues: (0..<10).map { ($0, $0) }))
  }

  @Test(arguments: ["mkv", "mov"])
  func aPictureThatStartsAfterTheSoundStartsAtItsOwnPlace(name: String) throws {
    let path = folder / "clip.\(name)"
    try Fixture.write(
      path, times: Fixture.times(10, from: 0.4), audio: AudioTrack(codec: .pcm),
      samples: Fixture.audio(seconds: 1))
    let (frames, _) = try Fixture.read(path)
    #expect(
      Fixture.places(frames) == Dictionary(uniqueKeysWithValues: (0..<10).map { ($0 + 10, $0) }))
  }

  @Test(arguments: [("mp4", VideoCodec.h264), ("mkv", .h264), ("avi", .mpeg4), ("mp4", .mpeg4)])
  func framesStoredOutOfOrderComeInTheOrderOfPresentation(name: String, codec: VideoCodec) throws {
    let path = folder / "clip.\(name)"
    var track = VideoTrack(width: 64, height: 48, codec: codec)
    track.bidirectionalFrames = 2
    try Fixture.write(path, video: track, times: Fixture.times(25))
    let (frames, report) = try Fixture.read(path)
    #expect(frames.map(Fixture.number) == Array(0..<25))
    #expect(report.decodedFrames == 25)
    #expect(report.errors == 0)
  }

  @Test func moreDecoderThreadsGiveTheSameFrames() throws {
    let path = folder / "clip.mp4"
    var track = VideoTrack(width: 64, height: 48)
    track.bidirectionalFrames = 2
    try Fixture.write(path, video: track, times: Fixture.times(25))
    let one = try Fixture.read(path, threads: 1)
    let four = try Fixture.read(path, threads: 4)
    #expect(one.frames.map(\.pixels) == four.frames.map(\.pixels))
    #expect(one.frames.map(\.timestamp) == four.frames.map(\.timestamp))
    #expect(one.report == four.report)
  }

  @Test func readersInManyThreadsDoNotDisturbOneAnother() async throws {
    let path = folder / "clip.mp4"
    try Fixture.write(
      path, times: Fixture.times(25), audio: AudioTrack(), samples: Fixture.audio(seconds: 1))
    let expected = try Fixture.read(path).frames.map(\.pixels)
    let sound = try AudioReader.read(path)?.samples
    try await withThrowingTaskGroup(of: Bool.self) { group in
      for _ in 0..<8 {
        group.addTask {
          let frames = try Fixture.read(path).frames.map(\.pixels)
          return try frames == expected && AudioReader.read(path)?.samples == sound
        }
      }
      for try await isSame in group { #expect(isSame) }
    }
  }

  @Test func soundAloneHasNoPicture() throws {
    let path = folder / "sound.wav"
    let writer = try VideoWriter(path: path, audio: AudioTrack())
    try writer.append(audio: Fixture.audio(seconds: 0.2))
    try writer.finish()
    let error = #expect(throws: MediaError.self) { try VideoReader(path: path) }
    #expect(error?.kind == .missingStream)
    #expect(error?.reason == "the file holds sound only")
  }

  @Test func coverArtIsNoPictureAndTheSoundBesideItIsRead() throws {
    let art = folder / "art.png"
    try Fixture.write(art, times: [0])
    let song = folder / "plain.mp3"
    let writer = try VideoWriter(path: song, audio: AudioTrack())
    try writer.append(audio: Fixture.audio(seconds: 1))
    try writer.finish()
    // An ID3 2.3 tag with one attached picture of type 3, front cover.
    func bigEndian(_ value: Int, bits: Int) -> [UInt8] {
      (0..<4).reversed().map { UInt8((value >> ($0 * bits)) & ((1 << bits) - 1)) }
    }
    let picture = [0] + Array("image/png".utf8) + [0, 3, 0] + (try Fixture.bytes(of: art))
    let entry = Array("APIC".utf8) + bigEndian(picture.count, bits: 8) + [0, 0] + picture
    let tag = Array("ID3".utf8) + [3, 0, 0] + bigEndian(entry.count, bits: 7) + entry
    let path = try folder.write(tag + Fixture.bytes(of: song), to: "song.mp3")

    let info = try MediaInfo.probe(path)
    #expect(info.hasAudio && !info.hasVideo)
    let error = #expect(throws: MediaError.self) { try VideoReader(path: path) }
    #expect(error?.kind == .missingStream)
    #expect(error?.reason == "the file holds sound and cover art or data only")
    #expect(try AudioReader.read(path)?.samples.values.isEmpty == false)
  }
}
