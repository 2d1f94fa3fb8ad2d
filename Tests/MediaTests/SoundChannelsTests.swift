// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

import Foundation
import Signal
import TestSupport
import Testing

@testable import Media

@Suite struct SoundChannelsTests {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func read(_ path: String) throws -> (mono: [Int16], channels: [SoundChannel]) {
    let reader = try #require(try AudioReader(path: path))
    reader.keepChannels()
    var (mono, channels): ([Int16], [SoundChannel]) = ([], [])
    while let piece = try reader.next() {
      mono += piece.values
      if channels.isEmpty {
        channels = piece.channels
      } else {
        for index in channels.indices { channels[index].values += piece.channels[index].values }
      }
    }
    return (mono, channels)
  }

  @Test(arguments: [1, 2, 6], [16_000, 44_100])
  func channelsComeWithTheirMean(count: Int, rate: Int) throws {
    let path = folder / "sound.wav"
    var file = WaveFile.voice(seconds: 4, sampleRate: rate)
    file.channels = count
    try file.write(path)
    let (mono, channels) = try read(path)
    #expect(try AudioReader.read(path)?.samples.values == mono)
    #expect(channels.count == count)
    for channel in channels {
      #expect(channel.values.count == mono.count)
      #expect(zip(channel.values, mono).allSatisfy { abs($0 * 32768 - Float($1)) <= 1 })
    }
  }

  @Test func theLayoutSaysWhereTheVoiceIs() throws {
    let path = folder / "film.wav"
    var file = WaveFile.voice(seconds: 1)
    file.channels = 6
    try file.write(path)
    #expect(
      try read(path).channels.map(\.place)
        == [.other, .other, .centre, .lowFrequency, .other, .other])
  }

  @Test func channelsAreNotKeptUnlessAskedFor() throws {
    let path = folder / "sound.wav"
    try WaveFile.voice(seconds: 1).write(path)
    let samples = try #require(try AudioReader.read(path)?.samples)
    #expect(samples.channels.isEmpty)
    #expect(samples.keptChannels.map(\.values.count) == [samples.values.count])
  }
}
