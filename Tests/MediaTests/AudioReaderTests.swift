// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

import Foundation
import Media
import Testing

@Suite("Reading the sound")
struct AudioReaderTests {
  let scratch: Scratch

  init() throws { scratch = try Scratch() }

  private func write(
    _ name: String, _ track: SoundTrack, _ values: [Int16]
  ) throws -> String {
    let path = scratch.path(name)
    let writer = try VideoWriter(path: path, sound: track)
    try writer.append(sound: values)
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
  private func clicks(_ sound: AudioSamples) -> [Double] {
    var found: [Double] = []
    for (position, value) in sound.values.enumerated() where abs(Int(value)) > 4000 {
      let time = Double(position) / Double(sound.sampleRate)
      if found.last.map({ time - $0 > 0.05 }) ?? true { found.append(time) }
    }
    return found
  }

  @Test("Mono 16-bit sound at 16 kHz comes out unchanged", arguments: ["wav", "flac", "mkv"])
  func exact(name: String) throws {
    let values = noise(20_011) + [.min, .max, 0, -1, 1]
    let codec: SoundCodec = name == "flac" ? .flac : .pcm
    let path = try write("sound.\(name)", SoundTrack(codec: codec), values)
    let (samples, report) = try #require(try AudioReader.read(path))
    #expect(samples.values == values)
    #expect(samples.sampleRate == 16_000)
    #expect(report.decodedSamples == values.count)
    #expect(report.errors == 0)
    #expect(report.missingReason == nil)
  }

  @Test("Pieces together are the whole", arguments: ["sound.wav", "sound.mp3", "sound.opus"])
  func pieces(name: String) throws {
    let codec: SoundCodec = name.hasSuffix("mp3") ? .mp3 : name.hasSuffix("opus") ? .opus : .pcm
    let path = try write(name, SoundTrack(sampleRate: 48_000, codec: codec), noise(48_000 * 9))
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

  @Test("Channels are averaged", arguments: [2, 3, 6])
  func mean(channels: Int) throws {
    let values = noise(1000 * channels)
    let path = try write("sound.wav", SoundTrack(channels: channels), values)
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

  @Test(
    "Other rates are resampled without loss in the band", arguments: [8000, 22_050, 44_100, 48_000])
  func resampling(rate: Int) throws {
    let tone = { (rate: Int, count: Int) in
      (0..<count).map { Int16(12_000 * sin(2 * .pi * 440 * Double($0) / Double(rate))) }
    }
    let path = try write("sound.wav", SoundTrack(sampleRate: rate), tone(rate, rate))
    let (samples, report) = try #require(try AudioReader.read(path))
    #expect(report.sourceSampleRate == rate)
    #expect(abs(samples.values.count - 16_000) <= 1)
    let expected = tone(16_000, 16_000)
    // The filter has no sound beyond the ends.
    for position in 500..<15_500 {
      #expect(abs(Int(samples.values[position]) - Int(expected[position])) <= 12)
    }
  }

  @Test("Sound above half the new rate does not fold back")
  func aliasing() throws {
    let values = (0..<48_000).map { Int16(12_000 * sin(2 * .pi * 11_000 * Double($0) / 48_000)) }
    let path = try write("sound.wav", SoundTrack(sampleRate: 48_000), values)
    let samples = try #require(try AudioReader.read(path)).samples
    #expect(samples.values[500..<15_500].allSatisfy { abs(Int($0)) <= 12 })
  }

  @Test("The stream's own rate is kept when asked for")
  func nativeRate() throws {
    let values = noise(5000)
    let path = try write("sound.wav", SoundTrack(sampleRate: 44_100), values)
    let samples = try #require(try AudioReader.read(path, sampleRate: nil)).samples
    #expect(samples.sampleRate == 44_100)
    #expect(samples.values == values)
  }

  @Test(
    "Clicks stand where they were and with the picture",
    arguments: [
      ("mp4", SoundCodec.aac), ("mkv", .aac), ("mkv", .flac), ("mkv", .pcm), ("webm", .opus),
      ("mov", .pcm), ("mov", .aac), ("avi", .pcm), ("avi", .mp3), ("mp4", .mp3),
    ])
  func synchrony(name: String, codec: SoundCodec) throws {
    let path = scratch.path("clip.\(name)")
    let rate = 48_000
    try Fixture.write(
      path, times: Fixture.times(25), sound: SoundTrack(sampleRate: rate, codec: codec),
      samples: Fixture.sound(seconds: 1, clicks: [0.2, 0.8], sampleRate: rate))
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

  @Test(
    "What an encoder put before and after the sound is left out",
    arguments: [
      ("avi", SoundCodec.mp3), ("mkv", .mp3), ("mkv", .aac), ("avi", .aac), ("mp4", .aac),
      ("webm", .opus),
    ])
  func priming(name: String, codec: SoundCodec) throws {
    let path = scratch.path("clip.\(name)")
    let rate = 48_000
    try Fixture.write(
      path, times: Fixture.times(25), sound: SoundTrack(sampleRate: rate, codec: codec),
      samples: Fixture.sound(seconds: 1, clicks: [0.2], sampleRate: rate))
    let (samples, report) = try #require(try AudioReader.read(path))
    let click = try #require(clicks(samples).first)
    #expect(abs(click - report.leadingSilence - 0.2) < 0.003)
    if name == "mp4" { #expect(abs(samples.duration - 1) < 0.001) }
  }

  @Test("Sound that starts after the picture is preceded by silence", arguments: ["mkv", "mov"])
  func lateSound(name: String) throws {
    let path = scratch.path("clip.\(name)")
    var track = SoundTrack(codec: .pcm)
    track.start = 0.4
    let values = noise(8000)
    try Fixture.write(path, times: Fixture.times(25), sound: track, samples: values)
    let (samples, report) = try #require(try AudioReader.read(path))
    #expect(abs(report.leadingSilence - 0.4) < 0.001)
    #expect(samples.values == [Int16](repeating: 0, count: 6400) + values)
  }

  @Test("A clip's odd start is not taken for silence")
  func oddStart() throws {
    let path = scratch.path("clip.mkv")
    var track = SoundTrack(codec: .pcm)
    track.start = 5
    let values = noise(8000)
    try Fixture.write(path, times: Fixture.times(25, from: 5), sound: track, samples: values)
    let (samples, report) = try #require(try AudioReader.read(path))
    #expect(report.leadingSilence == 0)
    #expect(samples.values == values)
  }

  @Test("A clip without sound gives nil")
  func noSound() throws {
    let path = scratch.path("clip.avi")
    try Fixture.write(path, times: Fixture.times(3))
    let found = try AudioReader.read(path)
    #expect(found?.samples == nil)
    #expect(try MediaInfo.probe(path).hasAudio == false)
  }

  @Test("A sound stream that holds nothing says so")
  func emptyStream() throws {
    let whole = try scratch.bytes(of: write("sound.wav", SoundTrack(), noise(100)))
    let header = try #require(whole.count > 200 ? Array(whole.dropLast(200)) : nil)
    let path = try scratch.write(header, to: "header.wav")
    let (samples, report) = try #require(try AudioReader.read(path))
    #expect(samples.values.isEmpty)
    #expect(report.missingReason?.hasPrefix("the sound stream holds nothing") == true)
  }

  @Test("A cut sound file gives what is there", arguments: ["wav", "flac", "mp3", "opus"])
  func truncated(name: String) throws {
    let whole = try scratch.bytes(of: write("sound.\(name)", SoundTrack(), noise(32_000)))
    let path = try scratch.write(whole.prefix(whole.count * 6 / 10), to: "cut.\(name)")
    let (samples, _) = try #require(try AudioReader.read(path))
    #expect((0.3...1.6).contains(samples.duration), "\(samples.duration)")
  }
}
