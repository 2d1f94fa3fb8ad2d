// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

import Signal
import TestSupport
import Testing

@testable import Media

@Suite struct MediaLimitsTests {
  private let folder = try? TemporaryFolder()

  @Test func limitsAreReadFromText() throws {
    #expect(try MediaLimits(parsing: "") == MediaLimits())
    let limits = try MediaLimits(parsing: "pixels=100,lowest-rate=1")
    #expect((limits.pixels, limits.lowestRate, limits.channels) == (100, 1, 64))
    for wrong in ["pixels", "pixels=", "pixels=x", "pixels=0", "colour=3", "pixels=-1"] {
      #expect(throws: LimitError.self) { try MediaLimits(parsing: wrong) }
    }
    #expect(limits.objection(width: 10, height: 10) == nil)
    #expect(limits.objection(width: 11, height: 10)?.hasPrefix("a picture of 11x10; ") == true)
    #expect(limits.objection(width: .max, height: 2) != nil)
    #expect(limits.objection(sampleRate: 1, channels: 64) == nil)
    #expect(MediaLimits().objection(sampleRate: 1, channels: 1) != nil)
    #expect(MediaLimits().objection(sampleRate: 700_000, channels: 1) != nil)
    #expect(MediaLimits().objection(sampleRate: 48_000, channels: 65) != nil)
    #expect(MediaLimits().objection(time: 43_201) != nil)
  }

  @Test(arguments: [1, 999, 400_001, 2_000_000_000])
  func aSoundOfAnImpossibleRateIsRefused(rate: Int) throws {
    let path = try #require(folder) / "rate.wav"
    try WaveFile(sampleRate: rate, amplitudes: [Double](repeating: 0.1, count: 4000)).write(path)
    let reader = try #require(try AudioReader(path: path))
    #expect(try reader.next() == nil)
    #expect(reader.report.missingReason?.hasPrefix("a sound of \(rate) Hz; the limit is ") == true)
  }

  @Test func aHugePictureIsRefusedBeforeItIsDecoded() throws {
    // Small as a file: a header of 20,000 by 20,000 pixels before data that are not there.
    let path = try #require(folder) / "small.png"
    try Fixture.write(
      path, video: VideoTrack(width: Fixture.width, height: Fixture.height), times: [0])
    var bytes = try Fixture.bytes(of: path)
    Fixture.write(20_000, to: &bytes, at: 16)
    Fixture.write(20_000, to: &bytes, at: 20)
    Fixture.write(Int(CRC.of(bytes[12..<29])), to: &bytes, at: 29)
    let huge = try #require(folder).write(bytes, to: "huge.png")
    let error = #expect(throws: MediaError.self) { try Fixture.read(huge) }
    #expect(error?.kind == .unsupported || error?.kind == .invalidData)
    #expect(error?.description.contains("20000x20000") == true, "\(error?.description ?? "")")
  }

  @Test(arguments: [
    ("page.mp4", "<!DOCTYPE html><html></html>", "an HTML page"),
    (
      "pointer.mp4",
      "version https://git-lfs.github.com/spec/v1\noid sha256:1234\nsize 123\n", "Git LFS"
    ),
    ("document.mp4", "%PDF-1.7\n", "a PDF document"),
    ("index.idx", "# VobSub index file, v7\n\nid: en, index: 0\n", "an index of subtitles"),
    ("answer.mp4", "\n{\"error\": \"not found\"}", "a JSON document"),
  ])
  func whatGoesByTheNameOfAClipIsNamed(name: String, text: String, meaning: String) throws {
    let path = try #require(folder).write(Array(text.utf8), to: name)
    let error = #expect(throws: MediaError.self) { try MediaFile(path: path) }
    #expect(error?.kind == .invalidData)
    #expect(error?.reason.contains(meaning) == true)
  }

  @Test func anAnimatedWebPIsNamed() {
    var bytes = Array("RIFF".utf8) + [30, 0, 0, 0] + Array("WEBPVP8X".utf8)
    bytes += [10, 0, 0, 0, 2, 0, 0, 0, 63, 0, 0, 47, 0, 0]
    #expect(FileSignature.objection(bytes)?.hasPrefix("an animated WebP") == true)
    bytes[20] = 0
    #expect(FileSignature.objection(bytes) == nil)
  }
}

/// The checksum of PNG's chunks (CRC-32), bit by bit.
private enum CRC {
  static func of(_ bytes: some Sequence<UInt8>) -> UInt32 {
    var crc: UInt32 = 0xFFFF_FFFF
    for byte in bytes {
      crc ^= UInt32(byte)
      for _ in 0..<8 { crc = crc & 1 == 1 ? crc >> 1 ^ 0xEDB8_8320 : crc >> 1 }
    }
    return ~crc
  }
}
