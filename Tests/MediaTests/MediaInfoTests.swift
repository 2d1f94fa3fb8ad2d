// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

import Foundation
import TestSupport
import Testing

@testable import Media

@Suite struct MediaInfoTests {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  @Test(arguments: [
    ("avi", "avi", "mpeg4", "mp3"), ("mp4", "mov,mp4,m4a,3gp,3g2,mj2", "h264", "aac"),
    ("mkv", "matroska,webm", "h264", "aac"), ("webm", "matroska,webm", "vp9", "opus"),
    ("mov", "mov,mp4,m4a,3gp,3g2,mj2", "h264", "aac"),
  ])
  func theHeaderOfAClipIsTold(name: String, container: String, picture: String, sound: String)
    throws
  {
    let path = folder / "clip.\(name)"
    try Fixture.write(
      path, times: Fixture.times(25), audio: AudioTrack(sampleRate: 48_000, channels: 2),
      samples: Fixture.audio(seconds: 1, sampleRate: 48_000, channels: 2))
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

  @Test(arguments: ["avi", "mp4", "mkv", "webm"])
  func theSameInputGivesTheSameBytes(name: String) throws {
    let paths = ["a", "b"].map { folder / "\($0).\(name)" }
    for path in paths {
      try Fixture.write(
        path, times: Fixture.times(25), audio: AudioTrack(), samples: Fixture.audio(seconds: 1))
    }
    #expect(try Fixture.bytes(of: paths[0]) == Fixture.bytes(of: paths[1]))
  }

  @Test func whatMemoryHeldBeforeHasNoSayInTheBytes() throws {
    let track = VideoTrack(width: 64, height: 48)
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
      let path = folder / "\(round).mp4"
      let writer = try VideoWriter(path: path, video: track)
      for (picture, time) in zip(pictures, Fixture.times(25)) {
        try writer.append(pixels: picture, at: time)
      }
      try writer.finish()
      return try Fixture.bytes(of: path)
    }
    #expect(work.contains { !$0.isEmpty })
    #expect(files.allSatisfy { $0 == files[0] })
  }

  @Test func aFileThatIsNotFinishedLeavesNothingBehind() throws {
    do {
      let writer = try VideoWriter(
        path: folder / "clip.avi", video: VideoTrack(width: 64, height: 48))
      try writer.append(pixels: Fixture.picture(number: 0), at: 0)
    }
    #expect(try folder.names().isEmpty)
  }

  @Test(arguments: ["clip.xyz", "clip", "none/clip.avi", "clip.wav"])
  func whatCannotBeWrittenIsRefusedWithItsReason(name: String) throws {
    let path = folder / name
    let error = #expect(throws: MediaError.self) {
      try VideoWriter(path: path, video: VideoTrack(width: 64, height: 48))
    }
    #expect(error?.path == path)
    #expect(error?.kind == (name == "none/clip.avi" ? .writing : .unsupported))
  }
}
