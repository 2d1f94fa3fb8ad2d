// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

import Media
import Testing

@Suite("Reading the picture")
struct VideoReaderTests {
  let scratch: Scratch

  init() throws { scratch = try Scratch() }

  @Test(
    "25 frames a second come out one to one from every container",
    arguments: [
      ("avi", PictureCodec.mpeg4), ("mp4", .h264), ("mp4", .mpeg4), ("mov", .mjpeg),
      ("mov", .h264), ("mkv", .h264), ("mkv", .vp9), ("mkv", .ffv1), ("webm", .vp9),
      ("avi", .mjpeg),
    ])
  func containers(name: String, codec: PictureCodec) throws {
    let path = scratch.path("clip.\(name)")
    try Fixture.write(
      path, picture: PictureTrack(width: 64, height: 48, codec: codec), times: Fixture.times(25))
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

  @Test(
    "Other frame rates are thinned or repeated, and the report adds up",
    arguments: [10.0, 12.5, 24, 30_000.0 / 1001, 30, 50, 60])
  func rates(rate: Double) throws {
    let path = scratch.path("clip.mp4")
    var track = PictureTrack(width: 64, height: 48)
    track.frameRate = rate
    let times = Fixture.times(28, rate: rate)
    try Fixture.write(path, picture: track, times: times)
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

  @Test("A variable frame rate gives the nearest frame at each place", arguments: ["mp4", "mkv"])
  func variableRate(name: String) throws {
    let path = scratch.path("clip.\(name)")
    var track = PictureTrack(width: 64, height: 48)
    track.hasVariableFrameRate = true
    let times = [0, 0.011, 0.033, 0.1, 0.39, 0.4, 0.41, 0.42, 0.7, 0.725, 0.75, 0.96]
    try Fixture.write(path, picture: track, times: times)
    let (frames, _) = try Fixture.read(path)
    #expect(frames.count >= 24)
    for frame in frames {
      let target = Double(frame.index) / 25
      let nearest = times.map { abs($0 - target) }.min() ?? 0
      #expect(abs(times[Fixture.number(of: frame)] - target) <= nearest + 0.0012)
    }
  }

  @Test("Time counts from the clip's start, whatever the container's clock says")
  func oddStart() throws {
    let path = scratch.path("clip.mkv")
    try Fixture.write(path, times: Fixture.times(10, from: 7.48))
    let (frames, _) = try Fixture.read(path)
    #expect(Fixture.places(frames) == Dictionary(uniqueKeysWithValues: (0..<10).map { ($0, $0) }))
  }

  @Test("A picture that starts after the sound starts at its own place", arguments: ["mkv", "mov"])
  func latePicture(name: String) throws {
    let path = scratch.path("clip.\(name)")
    try Fixture.write(
      path, times: Fixture.times(10, from: 0.4), sound: SoundTrack(codec: .pcm),
      samples: Fixture.sound(seconds: 1))
    let (frames, _) = try Fixture.read(path)
    #expect(
      Fixture.places(frames) == Dictionary(uniqueKeysWithValues: (0..<10).map { ($0 + 10, $0) }))
  }

  @Test(
    "Frames stored out of order come in the order of presentation",
    arguments: [("mp4", PictureCodec.h264), ("mkv", .h264), ("avi", .mpeg4), ("mp4", .mpeg4)])
  func bidirectionalFrames(name: String, codec: PictureCodec) throws {
    let path = scratch.path("clip.\(name)")
    var track = PictureTrack(width: 64, height: 48, codec: codec)
    track.bidirectionalFrames = 2
    try Fixture.write(path, picture: track, times: Fixture.times(25))
    let (frames, report) = try Fixture.read(path)
    #expect(frames.map(Fixture.number) == Array(0..<25))
    #expect(report.decodedFrames == 25)
    #expect(report.errors == 0)
  }

  @Test("More decoder threads give the same frames")
  func threads() throws {
    let path = scratch.path("clip.mp4")
    var track = PictureTrack(width: 64, height: 48)
    track.bidirectionalFrames = 2
    try Fixture.write(path, picture: track, times: Fixture.times(25))
    let one = try Fixture.read(path, threads: 1)
    let four = try Fixture.read(path, threads: 4)
    #expect(one.frames.map(\.pixels) == four.frames.map(\.pixels))
    #expect(one.frames.map(\.timestamp) == four.frames.map(\.timestamp))
    #expect(one.report == four.report)
  }

  @Test("Readers in many threads do not disturb one another")
  func parallelReaders() async throws {
    let path = scratch.path("clip.mp4")
    try Fixture.write(
      path, times: Fixture.times(25), sound: SoundTrack(), samples: Fixture.sound(seconds: 1))
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

  @Test("Sound alone has no picture")
  func soundOnly() throws {
    let path = scratch.path("sound.wav")
    let writer = try VideoWriter(path: path, sound: SoundTrack())
    try writer.append(sound: Fixture.sound(seconds: 0.2))
    try writer.finish()
    let error = #expect(throws: MediaError.self) { try VideoReader(path: path) }
    #expect(error?.kind == .missingStream)
    #expect(error?.reason == "the file holds sound only")
  }

  @Test("Cover art is no picture, and the sound beside it is read")
  func coverArt() throws {
    let art = scratch.path("art.png")
    try Fixture.write(art, times: [0])
    let song = scratch.path("plain.mp3")
    let writer = try VideoWriter(path: song, sound: SoundTrack())
    try writer.append(sound: Fixture.sound(seconds: 1))
    try writer.finish()
    // An ID3 2.3 tag with one attached picture of type 3, front cover.
    func bigEndian(_ value: Int, bits: Int) -> [UInt8] {
      (0..<4).reversed().map { UInt8((value >> ($0 * bits)) & ((1 << bits) - 1)) }
    }
    let picture = [0] + Array("image/png".utf8) + [0, 3, 0] + (try scratch.bytes(of: art))
    let entry = Array("APIC".utf8) + bigEndian(picture.count, bits: 8) + [0, 0] + picture
    let tag = Array("ID3".utf8) + [3, 0, 0] + bigEndian(entry.count, bits: 7) + entry
    let path = try scratch.write(tag + scratch.bytes(of: song), to: "song.mp3")

    let info = try MediaInfo.probe(path)
    #expect(info.hasAudio && !info.hasVideo)
    let error = #expect(throws: MediaError.self) { try VideoReader(path: path) }
    #expect(error?.kind == .missingStream)
    #expect(error?.reason == "the file holds sound and cover art or data only")
    #expect(try AudioReader.read(path)?.samples.values.isEmpty == false)
  }
}
