// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

import Foundation
import Signal
import TestSupport
import Testing

@testable import Media

@Suite struct MediaFileTests {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  /// Containers with codecs of the picture and the sound.
  static let kinds: [(name: String, video: VideoCodec?, audio: AudioCodec?)] = [
    ("avi", .mpeg4, .mp3), ("avi", .mjpeg, .pcm), ("avi", .mpeg4, .aac), ("avi", .mpeg4, nil),
    ("mp4", .h264, .aac), ("mp4", .mpeg4, .mp3), ("mov", .mjpeg, .pcm), ("mov", .h264, .aac),
    ("mkv", .h264, .aac), ("mkv", .vp9, .opus), ("mkv", .ffv1, .flac), ("mkv", .h264, .mp3),
    ("webm", .vp9, .opus), ("mp3", nil, .mp3), ("wav", nil, .pcm), ("flac", nil, .flac),
    ("opus", nil, .opus), ("png", .png, nil), ("jpg", .mjpeg, nil),
  ]

  /// A clip with noise in a part of its pictures; its sound may start later than it.
  private func clip(
    _ name: String, _ video: VideoCodec?, _ audio: AudioCodec?, audioStart: Double = 0,
    seconds: Int = 1
  ) throws -> String {
    let path = folder / "clip.\(name)"
    var audioTrack = audio.map { AudioTrack(sampleRate: 48_000, codec: $0) }
    audioTrack?.start = audioStart
    let writer = try VideoWriter(
      path: path, video: video.map { VideoTrack(width: 64, height: 48, codec: $0) },
      audio: audioTrack)
    let count = ["png", "jpg"].contains(name) ? 1 : 25 * seconds
    for (number, time) in Fixture.times(count).enumerated() where video != nil {
      var pixels = Fixture.picture(number: number)
      for position in 0..<pixels.count / 8 {
        pixels[position] = UInt8(truncatingIfNeeded: position &* 2_654_435_761 >> 7 &+ number)
      }
      try writer.append(pixels: pixels, at: time)
    }
    if audio != nil {
      try writer.append(audio: Fixture.audio(seconds: Double(seconds), sampleRate: 48_000))
    }
    try writer.finish()
    return path
  }

  @Test(arguments: kinds)
  func everyOrderGivesWhatSeparateReadersGive(
    name: String, video: VideoCodec?, audio: AudioCodec?
  ) async throws {
    let path = try clip(name, video, audio)
    let expected = try ClipContent(apart: path)
    let hasBoth = video != nil && audio != nil
    for order in ClipContent.Order.allCases {
      for limit in [MediaFile.usualQueueLimit, 3000, 0] {
        let file = try MediaFile(
          path: path, expected: order.isAnnounced ? [.video, .audio] : [], queueLimit: limit)
        #expect(try file.info == MediaInfo.probe(path))
        #expect(await ClipContent(file, order) == expected, "\(order), limit \(limit)")
        if limit == MediaFile.usualQueueLimit || !hasBoth {
          #expect(file.openings == (order.isLate && hasBoth ? 2 : 1), "\(order)")
        } else {
          #expect(file.openings <= 2, "\(order), limit \(limit)")
        }
      }
    }
  }

  @Test(arguments: [("avi", VideoCodec.mpeg4, AudioCodec.mp3), ("mkv", .h264, .aac)])
  func readersOnTwoThreadsAlwaysGiveTheSame(
    name: String, video: VideoCodec, audio: AudioCodec
  ) async throws {
    let path = try clip(name, video, audio)
    let expected = try ClipContent(apart: path)
    for round in 1...100 {
      let limit = [MediaFile.usualQueueLimit, 20_000, 2000, 0][round % 4]
      let order: ClipContent.Order = round % 3 == 0 ? .announcedAndAtOnce : .atOnce
      let file = try MediaFile(
        path: path, expected: order == .atOnce ? [] : [.video, .audio], queueLimit: limit)
      #expect(await ClipContent(file, order, seed: UInt64(round)) == expected, "round \(round)")
      #expect(limit < MediaFile.usualQueueLimit ? file.openings <= 2 : file.openings == 1)
    }
  }

  @Test(arguments: ["mkv", "mov"], ClipContent.Order.allCases)
  func soundWhollyBehindThePictureIsReadAtAnyLimit(
    name: String, order: ClipContent.Order
  ) async throws {
    let path = try clip(name, .mpeg4, .pcm, audioStart: 1.2)
    let expected = try ClipContent(apart: path)
    for limit in [MediaFile.usualQueueLimit, 1000] {
      let file = try MediaFile(path: path, expected: [.video, .audio], queueLimit: limit)
      #expect(await ClipContent(file, order, seed: 1) == expected)
      #expect(file.openings <= 2)
      if limit == 1000, order == .audioThenVideo { #expect(file.openings == 2) }
    }
  }

  @Test func aReaderThatIsReleasedEarlyKeepsNothingForItself() async throws {
    let path = try clip("mkv", .h264, .aac)
    let expected = try ClipContent(apart: path)
    let file = try MediaFile(path: path, queueLimit: 2000)
    let audio = file.audio()
    var video: VideoReader? = try file.video()
    #expect(try video?.next()?.index == expected.seen.frames.first.map { Int($0[0]) })
    video = nil
    #expect(Heard(audio) == expected.heard)
    #expect(file.openings == 1)

    let other = try MediaFile(path: path, queueLimit: 2000)
    var unread = other.audio()
    let reader = try other.video()
    #expect(unread != nil)
    unread = nil
    #expect(Seen { reader } == expected.seen)
    #expect(other.openings == 1)
  }

  @Test func aReaderThatNobodyMakesIsNotReadFor() async throws {
    let path = try clip("mkv", .h264, .aac)
    let expected = try ClipContent(apart: path)
    for announced in [[], [.video, .audio]] as [Set<MediaFile.Stream>] {
      let file = try MediaFile(path: path, expected: announced, queueLimit: 2000)
      #expect(Seen { try file.video() } == expected.seen)
      #expect(file.openings == 1)
      let other = try MediaFile(path: path, expected: announced, queueLimit: 2000)
      #expect(Heard(other.audio()) == expected.heard)
      #expect(other.openings == 1)
    }
  }

  @Test func readersOutliveTheirFile() throws {
    let path = try clip("mkv", .h264, .aac)
    let expected = try ClipContent(apart: path)
    func readers() throws -> (VideoReader, AudioReader?) {
      let file = try MediaFile(path: path, expected: [.video, .audio])
      return (try file.video(), file.audio())
    }
    let (video, audio) = try readers()
    #expect(Seen { video } == expected.seen)
    #expect(Heard(audio) == expected.heard)
  }

  @Test func aSecondReaderOfAStreamHasAnOpeningOfItsOwn() throws {
    let path = try clip("avi", .mpeg4, .mp3)
    let expected = try ClipContent(apart: path)
    let file = try MediaFile(path: path)
    let (first, second) = (try file.video(), try file.video())
    #expect(Seen { first } == expected.seen)
    #expect(Seen { second } == expected.seen)
    #expect(file.openings == 2)
  }

  @Test(arguments: ["avi", "mp4", "mkv", "webm", "mov"])
  func damageIsReportedAsBySeparateReaders(name: String) async throws {
    let video: VideoCodec = ["avi", "mov"].contains(name) ? .mjpeg : name == "webm" ? .vp9 : .h264
    let whole = try Fixture.bytes(of: clip(name, video, name == "webm" ? .opus : .aac))
    var noise = Noise(state: 11)
    for round in 0..<12 {
      var bytes = whole
      switch round % 3 {
      case 0: bytes.removeLast(Int.random(in: 1..<bytes.count / 2, using: &noise))
      case 1:
        let start = Int.random(in: 0..<bytes.count, using: &noise)
        bytes.removeSubrange(start..<min(bytes.count, start + 300))
      default:
        for _ in 0..<30 {
          bytes[Int.random(in: 0..<bytes.count, using: &noise)] = .random(
            in: 0...255, using: &noise)
        }
      }
      let path = try folder.write(bytes, to: "damaged.\(name)")
      guard let expected = try? ClipContent(apart: path) else {
        #expect(throws: MediaError.self) { try MediaFile(path: path) }
        continue
      }
      for order in [ClipContent.Order.videoThenAudio, .audioThenVideo, .byTurns, .atOnce] {
        let file = try MediaFile(path: path, queueLimit: round % 4 == 3 ? 1000 : 1 << 24)
        #expect(await ClipContent(file, order, seed: 1) == expected, "\(order), round \(round)")
      }
    }
  }

  @Test(arguments: [0.3, 0.6, 0.9])
  func anMP4WithoutItsEndGivesWhatIsThere(share: Double) async throws {
    let whole = Fixture.withIndexFirst(try Fixture.bytes(of: clip("mp4", .h264, .aac)))
    let path = try folder.write(
      whole.prefix(Int(share * Double(whole.count))), to: "cut.mp4")
    let expected = try ClipContent(apart: path)
    #expect((1..<25).contains(expected.seen.frames.count))
    for order in ClipContent.Order.allCases {
      let file = try MediaFile(path: path)
      #expect(await ClipContent(file, order, seed: 1) == expected, "\(order)")
    }
  }

  @Test(arguments: [0, 1])
  func aPacketBehindTheEndOfTheFileEndsItsOwnStreamOnly(track: Int) async throws {
    // An index is followed to such a packet when those beside it are more than a second ahead.
    var bytes = try Fixture.bytes(of: clip("mov", .mjpeg, .pcm, seconds: 4))
    let (start, count) = Fixture.chunkOffsets(of: bytes, track: track)
    Fixture.write(0x7fff_ffff, to: &bytes, at: start + 4 * (count / 4))
    let path = try folder.write(bytes, to: "broken.mov")
    let expected = try ClipContent(apart: path)
    let samples = try #require(expected.heard?.samples.count)
    #expect((expected.seen.frames.count == 100) == (track == 1))
    #expect((samples == 64_000) == (track == 0))
    for order in ClipContent.Order.allCases {
      let file = try MediaFile(path: path)
      #expect(await ClipContent(file, order, seed: 1) == expected, "\(order)")
    }
  }

  @Test func whatAFileDoesNotHoldIsSaidAsBefore() throws {
    let sound = try MediaFile(path: clip("wav", nil, .pcm))
    let error = #expect(throws: MediaError.self) { try sound.video() }
    #expect(error?.kind == .missingStream)
    #expect(error?.operation == "read the picture")
    #expect(error?.reason == "the file holds sound only")
    #expect(try MediaFile(path: clip("avi", .mpeg4, nil)).audio() == nil)

    let text = "1\n00:00:00,000 --> 00:00:01,000\nGood day.\n"
    let words = try MediaFile(path: folder.write(Array(text.utf8), to: "words.srt"))
    let missing = #expect(throws: MediaError.self) { try words.info }
    #expect(missing?.operation == "find picture or sound")
    #expect(missing?.isMissingStream == true)
  }

  @Test func aFileThatVanishesEndsTheReaderThatLags() throws {
    let path = try clip("mkv", .h264, .pcm)
    let file = try MediaFile(path: path, expected: [.video, .audio], queueLimit: 1000)
    let audio = try #require(file.audio())
    try FileManager.default.removeItem(atPath: path)
    let seen = Seen { try file.video() }
    #expect(seen.frames.count == 25)
    let heard = try #require(Heard(audio))
    #expect(heard.report.errors == 1)
    #expect(heard.report.firstError?.contains("no such file") == true)
  }

  @Test(arguments: [MediaFile.usualQueueLimit, 1000])
  func aPipeIsReadOnce(limit: Int) throws {
    let path = try clip("mkv", .h264, .mp3)
    let expected = try ClipContent(apart: path)
    // What fits into the pipe is written at once, whether it is read or not.
    let bytes = try Data(contentsOf: URL(fileURLWithPath: path))
    try #require(bytes.count < 1 << 16)
    let pipe = folder / "pipe.mkv"
    try #require(mkfifo(pipe, 0o600) == 0)
    Thread.detachNewThread { try? bytes.write(to: URL(fileURLWithPath: pipe)) }
    let file = try MediaFile(path: pipe, expected: [.video, .audio], queueLimit: limit)
    let seen = Seen { try file.video() }
    #expect(seen.frames == expected.seen.frames)
    let heard = try #require(Heard(file.audio()))
    #expect(heard.samples.isEmpty == (limit == 1000))
    #expect((heard.report.errors > 0) == (limit == 1000))
    if limit > 1000 { #expect(heard.samples == expected.heard?.samples) }
    #expect(file.openings == 1)
  }
}
