// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

import Foundation
import TestSupport
import Testing

@testable import Media

@Suite struct BrokenFileTests {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func clip(_ name: String, codec: VideoCodec? = nil) throws -> [UInt8] {
    let path = folder / name
    var track = VideoTrack(width: 64, height: 48, codec: codec)
    track.bidirectionalFrames = 0
    let writer = try VideoWriter(path: path, video: track, audio: AudioTrack(sampleRate: 48_000))
    for (number, time) in Fixture.times(28).enumerated() {
      var pixels = Fixture.picture(number: number)
      // Something to code, so that the file is more than headers.
      for position in 0..<pixels.count / 4 {
        pixels[position] = UInt8(truncatingIfNeeded: position &* 2_654_435_761 >> 7 &+ number)
      }
      try writer.append(pixels: pixels, at: time)
    }
    try writer.append(audio: Fixture.audio(seconds: 1.12, sampleRate: 48_000))
    try writer.finish()
    return try Fixture.bytes(of: path)
  }

  private func openingError(_ path: String) -> MediaError? {
    #expect(throws: MediaError.self) { try MediaInfo.probe(path) }
  }

  @Test(arguments: ["avi", "mkv", "webm"])
  func aCutClipGivesTheFramesThatAreThere(name: String) throws {
    let whole = try clip("clip.\(name)")
    let path = try folder.write(whole.prefix(whole.count * 6 / 10), to: "cut.\(name)")
    let (frames, report) = try Fixture.read(path)
    #expect((5...27).contains(frames.count))
    // MKV has the sound's priming samples before the picture's start.
    let first = try #require(frames.first).index
    #expect(first <= 1)
    #expect(frames.map(\.index) == Array(first..<first + frames.count))
    #expect(report.canonicalFrames == frames.count)
    if name != "webm" {
      let stated = try #require(try MediaInfo.probe(path).statedDuration)
      #expect(stated > report.duration + 0.1)
    }
  }

  @Test func aCutMP4WithoutItsIndexSaysWhatIsMissing() throws {
    let whole = try clip("clip.mp4")
    let path = try folder.write(whole.prefix(whole.count / 2), to: "cut.mp4")
    let error = openingError(path)
    #expect(error?.kind == .invalidData)
    #expect(error?.reason.contains("moov atom not found") == true)
  }

  @Test(arguments: ["avi", "mkv"])
  func damageInsideAClipIsCountedAndTheOtherFramesCome(name: String) throws {
    var bytes = try clip("clip.\(name)")
    // In AVI inside the data of one packet, so that the decoder sees the damage.
    let packet = Array("00dc".utf8)
    let middle = bytes.count / 2
    let start =
      name == "avi"
      ? (middle..<bytes.count - 4).first { bytes[$0..<$0 + 4] == packet[...] }.map { $0 + 40 }
      : middle
    for position in try #require(start)..<(try #require(start) + (name == "avi" ? 150 : 2000)) {
      bytes[position] = UInt8(truncatingIfNeeded: position &* 31 >> 2)
    }
    let path = try folder.write(bytes, to: "damaged.\(name)")
    let (frames, report) = try Fixture.read(path)
    #expect(frames.count >= 14)
    #expect(report.errors > 0)
    #expect(report.firstError?.isEmpty == false)
    #expect(report.firstError?.contains(path) == false)
    let again = try Fixture.read(path)
    #expect(again.report == report)
    #expect(again.frames.map(\.pixels) == frames.map(\.pixels))
  }

  @Test(arguments: ["avi", "mp4", "mkv", "webm"])
  func noDamageCrashesAReaderOrKeepsItForEver(name: String) throws {
    let whole = try clip("clip.\(name)")
    var state: UInt64 = 42
    for _ in 0..<12 {
      var bytes = whole
      for _ in 0..<40 {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        bytes[Int(state >> 33) % bytes.count] = UInt8(truncatingIfNeeded: state >> 24)
      }
      let path = try folder.write(bytes, to: "fuzzed.\(name)")
      // Whether it can be opened depends on what was hit; an error must be ours.
      do {
        let (frames, report) = try Fixture.read(path)
        #expect(frames.count == report.canonicalFrames)
        #expect(frames.count < 25 * 120)
        _ = try AudioReader.read(path)
      } catch let error as MediaError {
        #expect(error.path == path)
      }
    }
  }

  @Test func aFileInWhichNoFrameCanBeDecodedThrowsAndSaysWhy() throws {
    var bytes = try clip("clip.mkv", codec: .png)
    let marker = Array("PNG\r\n".utf8)
    for position in 0..<bytes.count - 5 where bytes[position..<position + 5] == marker[...] {
      bytes[position] = 0
    }
    let path = try folder.write(bytes, to: "blank.mkv")
    let error = #expect(throws: MediaError.self) { try Fixture.read(path) }
    #expect(error?.kind == .invalidData)
    #expect(error?.operation == "decode the picture")
    #expect(error?.reason.hasPrefix("not one frame could be decoded; first error: ") == true)
  }

  @Test(arguments: [
    ("empty.avi", "", MediaError.Kind.invalidData, "the file is empty"),
    (
      "text.avi", "These are words.\n", .invalidData,
      "Invalid data found when processing input"
    ),
    (
      "notes.txt", String(repeating: "These are words.\n", count: 500), .invalidData,
      "text or a play list, not a media file"
    ),
    (
      "words.srt", "1\n00:00:00,000 --> 00:00:01,000\nGood day.\n", .missingStream,
      "the file holds subtitles only"
    ),
    (
      "list.m3u8", "#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXTINF:1,\nhttp://[::1]:9/a.ts\n",
      .invalidData, "text or a play list, not a media file"
    ),
  ])
  func whatIsNoClipIsRefusedWithItsReason(
    name: String, text: String, kind: MediaError.Kind, reason: String
  ) throws {
    let path = try folder.write(Array(text.utf8), to: name)
    let error = openingError(path)
    #expect(error?.kind == kind)
    #expect(error?.path == path)
    #expect(reason.isEmpty || error?.reason == reason, "\(error?.reason ?? "")")
    #expect(throws: MediaError.self) { try VideoReader(path: path) }
  }

  @Test func noiseIsRefused() throws {
    var state: UInt32 = 7
    let bytes = (0..<50_000).map { _ in
      state = state &* 1_664_525 &+ 1_013_904_223
      return UInt8(truncatingIfNeeded: state >> 24)
    }
    let error = openingError(try folder.write(bytes, to: "noise.avi"))
    #expect(error?.kind == .invalidData)
  }

  @Test func missingFilesDirectoriesAndAddressesAreRefused() throws {
    let missing = openingError(folder / "none.avi")
    #expect(missing?.kind == .unreadable)
    #expect(missing?.reason == "no such file")
    #expect(openingError(folder.path)?.reason == "it is a directory")
    #expect(openingError("http://localhost:9/clip.mp4")?.reason == "no such file")
    #expect(openingError("")?.kind == .unreadable)
  }

  @Test(.enabled(if: geteuid() != 0))
  func aFileWithoutPermissionIsRefused() throws {
    let path = try folder.write([1, 2, 3], to: "locked.avi")
    try FileManager.default.setAttributes([.posixPermissions: 0], ofItemAtPath: path)
    let error = openingError(path)
    #expect(error?.kind == .unreadable)
    #expect(error?.reason == "no permission to read it")
  }

  @Test func aMessageHoldsPathOperationReasonAndPosition() {
    let error = MediaError(
      kind: .invalidData, path: "a.avi", operation: "decode the picture", code: -1,
      reason: "a damaged packet", position: 1.24)
    #expect("\(error)" == "a.avi: cannot decode the picture: a damaged packet (at 1.24 s)")
    let plain = MediaError(
      kind: .unreadable, path: "a.avi", operation: "open", reason: "no such file")
    #expect("\(plain)" == "a.avi: cannot open: no such file")
  }
}
