// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

import Foundation
import Signal
import TestSupport
import Testing

@testable import Media

@Suite struct AudioReaderTests {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func write(
    _ name: String, _ track: AudioTrack, _ values: [Int16]
  ) throws -> String {
    let path = folder / name
    let writer = try VideoWriter(path: path, audio: track)
    try writer.append(audio: values)
    try writer.finish()
    return path
  }

  private func noise(_ count: Int) -> [Int16] {
    var state: UInt32 = 1
    return (0..<count).map { _ in
      state = state &* 1_664_525 &+ 1_013_904_223
      return Int16(truncatingIfNeeded: state >> 16)
    }
  }

  /// Times of the loud clicks, in seconds.
  private func clicks(_ audio: AudioSamples) -> [Double] {
    var found: [Double] = []
    for (position, value) in audio.values.enumerated() where abs(Int(value)) > 4000 {
      let time = Double(position) / Double(audio.sampleRate)
      if found.last.map({ time - $0 > 0.05 }) ?? true { found.append(time) }
    }
    return found
  }

  @Test(arguments: ["wav", "flac", "mkv"])
  func mono16BitSoundAt16KHzComesOutUnchanged(name: String) throws {
    let values = noise(20_011) + [.min, .max, 0, -1, 1]
    let codec: AudioCodec = name == "flac" ? .flac : .pcm
    let path = try write("sound.\(name)", AudioTrack(codec: codec), values)
    let (samples, report) = try #require(try AudioReader.read(path))
    #expect(samples.values == values)
    #expect(samples.sampleRate == 16_000)
    #expect(report.decodedSamples == values.count)
    #expect(report.errors == 0)
    #expect(report.missingReason == nil)
  }

  @Test(arguments: ["sound.wav", "sound.mp3", "sound.opus"])
  func piecesTogetherAreTheWhole(name: String) throws {
    let codec: AudioCodec = name.hasSuffix("mp3") ? .mp3 : name.hasSuffix("opus") ? .opus : .pcm
    let path = try write(name, AudioTrack(sampleRate: 48_000, codec: codec), noise(48_000 * 9))
    for rate in [16_000, nil] {
      let (whole, report) = try #require(try AudioReader.read(path, sampleRate: rate))
      let reader = try #require(try AudioReader(path: path, sampleRate: rate))
      var values: [Int16] = []
      var count = 0
      while let piece = try reader.next() {
        #expect(piece.sampleRate == whole.sampleRate)
        #expect(piece.values.count <= 4 * piece.sampleRate)
        values += piece.values
        count += 1
      }
      #expect(values == whole.values)
      #expect(count > 3)
      #expect(reader.report == report)
      #expect(try reader.next() == nil)
    }
  }

  @Test(arguments: [2, 3, 6])
  func channelsAreAveraged(channels: Int) throws {
    let values = noise(1000 * channels)
    let path = try write("sound.wav", AudioTrack(channels: channels), values)
    let (samples, report) = try #require(try AudioReader.read(path))
    #expect(report.sourceChannels == channels)
    #expect(samples.values.count == 1000)
    for (position, value) in samples.values.enumerated() {
      let frame = values[position * channels..<(position + 1) * channels]
      let mean = frame.map(Double.init).reduce(0, +) / Double(channels)
      // Half a step of rounding, and the mix in single precision.
      #expect(abs(Double(value) - mean) <= 0.51)
    }
  }

  @Test(arguments: [8000, 22_050, 44_100, 48_000])
  func otherRatesAreResampledWithoutLossInTheBand(rate: Int) throws {
    let tone = { (rate: Int, count: Int) in
      (0..<count).map { Int16(12_000 * sin(2 * .pi * 440 * Double($0) / Double(rate))) }
    }
    let path = try write("sound.wav", AudioTrack(sampleRate: rate), tone(rate, rate))
    let (samples, report) = try #require(try AudioReader.read(path))
    #expect(report.sourceSampleRate == rate)
    #expect(abs(samples.values.count - 16_000) <= 1)
    let expected = tone(16_000, 16_000)
    // The filter has no sound beyond the ends.
    for position in 500..<15_500 {
      #expect(abs(Int(samples.values[position]) - Int(expected[position])) <= 12)
    }
  }

  @Test func soundAboveHalfTheNewRateDoesNotFoldBack() throws {
    let values = (0..<48_000).map { Int16(12_000 * sin(2 * .pi * 11_000 * Double($0) / 48_000)) }
    let path = try write("sound.wav", AudioTrack(sampleRate: 48_000), values)
    let samples = try #require(try AudioReader.read(path)).samples
    #expect(samples.values[500..<15_500].allSatisfy { abs(Int($0)) <= 12 })
  }

  @Test func theOwnRateIsKeptWhenAskedFor() throws {
    let values = noise(5000)
    let path = try write("sound.wav", AudioTrack(sampleRate: 44_100), values)
    let samples = try #require(try AudioReader.read(path, sampleRate: nil)).samples
    #expect(samples.sampleRate == 44_100)
    #expect(samples.values == values)
  }

  @Test(arguments: [
    ("mp4", AudioCodec.aac), ("mkv", .aac), ("mkv", .flac), ("mkv", .pcm), ("webm", .opus),
    ("mov", .pcm), ("mov", .aac), ("avi", .pcm), ("avi", .mp3), ("mp4", .mp3),
  ])
  func clicksStandWhereTheyWereAndWithThePicture(name: String, codec: AudioCodec) throws {
    let path = folder / "clip.\(name)"
    let rate = 48_000
    try Fixture.write(
      path, times: Fixture.times(25), audio: AudioTrack(sampleRate: rate, codec: codec),
      samples: Fixture.audio(seconds: 1, clicks: [0.2, 0.8], sampleRate: rate))
    let frames = try Fixture.read(path).frames
    let samples = try #require(try AudioReader.read(path)).samples
    let heard = clicks(samples)
    #expect(heard.count == 2)
    for (time, number) in zip(heard, [5, 20]) {
      let frame = try #require(frames.first { Fixture.number(of: $0) == number })
      // AVI has no place to say how many samples an MP3 encoder puts before the sound.
      #expect(abs(frame.timestamp - time) < (name == "avi" ? 0.06 : 0.012))
    }
  }

  @Test(arguments: [
    ("avi", AudioCodec.mp3), ("mkv", .mp3), ("mkv", .aac), ("avi", .aac), ("mp4", .aac),
    ("webm", .opus),
  ])
  func whatAnEncoderPutBeforeAndAfterTheSoundIsLeftOut(name: String, codec: AudioCodec) throws {
    let path = folder / "clip.\(name)"
    let rate = 48_000
    try Fixture.write(
      path, times: Fixture.times(25), audio: AudioTrack(sampleRate: rate, codec: codec),
      samples: Fixture.audio(seconds: 1, clicks: [0.2], sampleRate: rate))
    let (samples, report) = try #require(try AudioReader.read(path))
    let click = try #require(clicks(samples).first)
    #expect(abs(click - report.leadingSilence - 0.2) < 0.003)
    if name == "mp4" { #expect(abs(samples.duration - 1) < 0.001) }
  }

  @Test(arguments: ["mkv", "mov"])
  func soundThatStartsAfterThePictureIsPrecededBySilence(name: String) throws {
    let path = folder / "clip.\(name)"
    var track = AudioTrack(codec: .pcm)
    track.start = 0.4
    let values = noise(8000)
    try Fixture.write(path, times: Fixture.times(25), audio: track, samples: values)
    let (samples, report) = try #require(try AudioReader.read(path))
    #expect(abs(report.leadingSilence - 0.4) < 0.001)
    #expect(samples.values == [Int16](repeating: 0, count: 6400) + values)
  }

  @Test func anOddStartIsNotTakenForSilence() throws {
    let path = folder / "clip.mkv"
    var track = AudioTrack(codec: .pcm)
    track.start = 5
    let values = noise(8000)
    try Fixture.write(path, times: Fixture.times(25, from: 5), audio: track, samples: values)
    let (samples, report) = try #require(try AudioReader.read(path))
    #expect(report.leadingSilence == 0)
    #expect(samples.values == values)
  }

  @Test func aClipWithoutSoundGivesNil() throws {
    let path = folder / "clip.avi"
    try Fixture.write(path, times: Fixture.times(3))
    let found = try AudioReader.read(path)
    #expect(found?.samples == nil)
    #expect(try MediaInfo.probe(path).hasAudio == false)
  }

  @Test func aSoundStreamThatHoldsNothingSaysSo() throws {
    let whole = try Fixture.bytes(of: write("sound.wav", AudioTrack(), noise(100)))
    let header = try #require(whole.count > 200 ? Array(whole.dropLast(200)) : nil)
    let path = try folder.write(header, to: "header.wav")
    let (samples, report) = try #require(try AudioReader.read(path))
    #expect(samples.values.isEmpty)
    #expect(report.missingReason?.hasPrefix("the sound stream holds nothing") == true)
  }

  @Test(arguments: ["wav", "flac", "mp3", "opus"])
  func aCutSoundFileGivesWhatIsThere(name: String) throws {
    let whole = try Fixture.bytes(of: write("sound.\(name)", AudioTrack(), noise(32_000)))
    let path = try folder.write(whole.prefix(whole.count * 6 / 10), to: "cut.\(name)")
    let (samples, _) = try #require(try AudioReader.read(path))
    #expect((0.3...1.6).contains(samples.duration), "\(samples.duration)")
  }
}
