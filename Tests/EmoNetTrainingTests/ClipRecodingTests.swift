// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

import Foundation
import Media
import NeuralNetwork
import TestSupport
import Testing

@testable import EmoNetTraining

@Suite struct ClipRecodingTests {
  private static let sound = (0..<16_000).map { Int16(truncatingIfNeeded: ($0 * 37) % 9000) }

  private func recoding(_ container: MediaContainer) -> ClipRecoding {
    ClipRecoding(
      container: container, pictureBitsPerPixel: 0.2, soundBitRate: 48_000, soundOffset: 0.05)
  }

  private func write(_ path: String, hasPicture: Bool, hasSound: Bool) throws {
    let writer = try VideoWriter(
      path: path, container: .mkv, video: hasPicture ? VideoTrack(width: 65, height: 48) : nil,
      audio: hasSound ? AudioTrack(codec: .flac) : nil)
    for frame in 0..<(hasPicture ? 25 : 0) {
      try writer.append(
        pixels: [UInt8](repeating: UInt8(frame * 9), count: 65 * 48 * 3), at: Double(frame) / 25)
    }
    if hasSound { try writer.append(audio: Self.sound) }
    try writer.finish()
  }

  @Test(arguments: [MediaContainer.avi, .mp4, .webm])
  func framesAndSoundKeepTheirNumberButForTheSoundsStart(_ container: MediaContainer) throws {
    let folder = try TemporaryFolder()
    let (source, target) = (folder / "in.mkv", folder / "out")
    try write(source, hasPicture: true, hasSound: true)
    try recoding(container).write(source, to: target)
    let reader = try VideoReader(path: target)
    var frames = 0
    while try reader.next() != nil { frames += 1 }
    // AVI knows no negative time: what the MP3 encoder puts before the sound comes before the
    // picture.
    #expect((25...(container == .avi ? 27 : 25)).contains(frames))
    let length = try AudioReader.read(target)?.samples.values.count ?? 0
    // MP3 in AVI carries no note of what the encoder put before and after: up to 4 frames of 36 ms.
    #expect(abs(length - (Self.sound.count - 800)) < (container == .avi ? 2400 : 400))
  }

  @Test(arguments: [MediaContainer.avi, .mp4, .webm])
  func theBitRatesAreKeptTo(_ container: MediaContainer) throws {
    let folder = try TemporaryFolder()
    var generator = SeededGenerator(seed: 1)
    let source = folder / "noise.mkv"
    let writer = try VideoWriter(
      path: source, video: VideoTrack(width: 128, height: 96, codec: .ffv1))
    for frame in 0..<50 {
      let pixels = (0..<128 * 96 * 3).map { _ in UInt8(255 * generator.uniform()) }
      try writer.append(pixels: pixels, at: Double(frame) / 25)
    }
    try writer.finish()
    func size(_ bits: Double) throws -> Int {
      let target = folder / "\(bits)"
      var recoding = recoding(container)
      recoding.pictureBitsPerPixel = bits
      try recoding.write(source, to: target)
      return try FileManager.default.attributesOfItem(atPath: target)[.size] as? Int ?? 0
    }
    #expect(try size(0.2) < size(2))
  }

  @Test func whatTheClipLacksIsMissingInTheOtherFormToo() throws {
    let folder = try TemporaryFolder()
    for (hasPicture, hasSound) in [(true, false), (false, true)] {
      let (source, target) = (folder / "in.mkv", folder / "out.mp4")
      try write(source, hasPicture: hasPicture, hasSound: hasSound)
      try recoding(.mp4).write(source, to: target)
      let info = try MediaInfo.probe(target)
      #expect(info.hasVideo == hasPicture && info.hasAudio == hasSound)
    }
  }
}
