// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

import Foundation
import Media
import Testing

@Suite("Telling what a file holds, and writing files")
struct MediaInfoTests {
  let scratch: Scratch

  init() throws { scratch = try Scratch() }

  @Test(
    "A clip's header is told",
    arguments: [
      ("avi", "avi", "mpeg4", "mp3"), ("mp4", "mov,mp4,m4a,3gp,3g2,mj2", "h264", "aac"),
      ("mkv", "matroska,webm", "h264", "aac"), ("webm", "matroska,webm", "vp9", "opus"),
      ("mov", "mov,mp4,m4a,3gp,3g2,mj2", "h264", "aac"),
    ])
  func clip(name: String, container: String, picture: String, sound: String) throws {
    let path = scratch.path("clip.\(name)")
    try Fixture.write(
      path, times: Fixture.times(25), sound: SoundTrack(sampleRate: 48_000, channels: 2),
      samples: Fixture.sound(seconds: 1, sampleRate: 48_000, channels: 2))
    let info = try MediaInfo.probe(path)
    #expect(info.hasVideo && info.hasAudio && !info.isStillPicture)
    #expect(info.containerName == container)
    #expect(info.videoCodec == picture)
    #expect(info.audioCodec == sound)
    #expect(info.width == 64 && info.height == 48)
    #expect(info.channels == 2 && info.sampleRate == 48_000)
    #expect(abs((info.averageFrameRate ?? 0) - 25) < 0.01)
    #expect(abs((info.duration ?? 0) - 1) < 0.1)
    #expect(info.rotation == 0 && !info.isMirrored)
  }

  @Test("The same input gives the same bytes", arguments: ["avi", "mp4", "mkv", "webm"])
  func deterministic(name: String) throws {
    let paths = ["a", "b"].map { scratch.path("\($0).\(name)") }
    for path in paths {
      try Fixture.write(
        path, times: Fixture.times(25), sound: SoundTrack(), samples: Fixture.sound(seconds: 1))
    }
    #expect(try scratch.bytes(of: paths[0]) == scratch.bytes(of: paths[1]))
  }

  @Test("What memory held before has no say in the bytes of narrow pictures")
  func narrow() throws {
    let track = PictureTrack(width: 64, height: 48)
    let pictures = (0..<25).map { number in
      (0..<track.width * track.height * 3).map {
        UInt8(truncatingIfNeeded: (($0 * 7919) >> 3) + number * 8)
      }
    }
    // Other work, which leaves the encoder memory of other contents at other places each time.
    var work = [[UInt8]](repeating: [], count: 64)
    let files = try (1...100).map { round in
      for piece in 0..<8 {
        let size = (round * 8 + piece) * 7919 % 200_000
        work[size % 64] = [UInt8](repeating: UInt8(size % 251), count: size)
      }
      let path = scratch.path("\(round).mp4")
      let writer = try VideoWriter(path: path, picture: track)
      for (picture, time) in zip(pictures, Fixture.times(25)) {
        try writer.append(pixels: picture, at: time)
      }
      try writer.finish()
      return try scratch.bytes(of: path)
    }
    #expect(work.contains { !$0.isEmpty })
    #expect(files.allSatisfy { $0 == files[0] })
  }

  @Test("A file that is not finished leaves nothing behind")
  func unfinished() throws {
    do {
      let writer = try VideoWriter(
        path: scratch.path("clip.avi"), picture: PictureTrack(width: 64, height: 48))
      try writer.append(pixels: Fixture.picture(number: 0), at: 0)
    }
    #expect(try FileManager.default.contentsOfDirectory(atPath: scratch.path).isEmpty)
  }

  @Test(
    "What cannot be written is refused with its reason",
    arguments: ["clip.xyz", "clip", "none/clip.avi", "clip.wav"])
  func refused(name: String) throws {
    let path = scratch.path(name)
    let error = #expect(throws: MediaError.self) {
      try VideoWriter(path: path, picture: PictureTrack(width: 64, height: 48))
    }
    #expect(error?.path == path)
    #expect(error?.kind == (name == "none/clip.avi" ? .writing : .unsupported))
  }
}
