// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

import Signal
import Tables
import TestSupport
import Testing

@testable import EmoNet

@Suite struct FeatureExtractorTests {
  /// Keeps the rows of a table.
  private final class Rows: FrameRowSink {
    var rows: [FrameRow] = []
    func append(_ row: FrameRow) { rows.append(row) }
  }

  private struct Extracted {
    let features: ClipFeatures
    let rows: [FeatureKind: [FrameRow]]
    let log: SourceLog
  }

  /// Samples of something like a voice.
  private let voice = WaveFile.voice(seconds: 1.5).amplitudes.map { Int16(32_767 * $0) }
  private let folder: TemporaryFolder
  private let model: String

  init() throws {
    folder = try TemporaryFolder()
    model = folder / "model.safetensors"
    try ModelFixture.file().write(to: model)
  }

  /// What comes of the voice, behind so many samples of silence, in pieces of 4000.
  private func extract(
    _ kinds: [FeatureKind], _ sampleRate: ExtractionSettings.SampleRate = .canonical,
    silence: Int = 0, frames: Int? = nil
  ) throws -> Extracted {
    let extractor = try FeatureExtractor(
      settings: ExtractionSettings(features: kinds, sampleRate: sampleRate), weights: model)
    let log = SourceLog()
    let whole = [Int16](repeating: 0, count: silence) + voice
    var sources = ClipSources(name: "clip")
    if let frames { sources.video = { MadeUpFrames(frames) } }
    sources.audio = { rate in
      log.noteOpened(rate)
      let pieces = stride(from: 0, to: whole.count, by: 4000).map {
        Array(whole[$0..<min($0 + 4000, whole.count)])
      }
      return MadeUpSound(pieces, silence: silence, log: log)
    }
    // Keyed by features that are asked for, each of which has one table at most.
    let sinks = Dictionary(uniqueKeysWithValues: kinds.map { ($0, Rows()) })
    let box = UncheckedBox(sinks)
    let features = try extractor.features(
      of: sources, only: kinds, into: TableSinks { try #require(box.value[$0]) })
    return Extracted(features: features, rows: sinks.mapValues(\.rows), log: log)
  }

  private struct UncheckedBox: @unchecked Sendable {
    // Sendable: all passes of these tests run on the test's own thread.
    let value: [FeatureKind: Rows]
    init(_ value: [FeatureKind: Rows]) { self.value = value }
  }

  @Test func theSoundIsOpenedAndReadOnceHoweverMuchIsAsked() throws {
    let together = try extract([.audioModel, .clip, .audioIS10, .audioContours, .mfcc])
    #expect(together.log.opened == [16_000])
    #expect(together.log.read == (voice.count + 3999) / 4000)
    #expect(together.features.failures == [:])
    let model = try extract([.audioModel])
    let clip = try extract([.clip])
    let contours = try extract([.audioContours])
    #expect(together.features.vectors[.audioModel] == model.features.vectors[.audioModel])
    #expect(together.features.vectors[.clip] == clip.features.vectors[.clip])
    #expect(together.features.vectors[.clip]?.count == 2 * 9)
    #expect(together.rows[.audioContours] == contours.rows[.audioContours])
    #expect(together.features.tables == [.audioContours, .mfcc])
  }

  @Test func theModelHears16kHzWhateverTheTablesAreOf() throws {
    let native = try extract([.audioModel, .clip], .native)
    #expect(native.log.opened == [nil, 16_000])
    let alone = try extract([.clip], .native)
    #expect(alone.log.opened == [16_000])
    #expect(alone.features.vectors[.clip] == native.features.vectors[.clip])
  }

  @Test func nobodyReadsASoundThatNothingIsAskedOf() throws {
    let seen = try extract([.faces, .video], frames: 10)
    #expect(seen.log.opened.isEmpty)
    #expect(seen.features.failures == [.video: "no face found"])
    #expect(seen.features.warnings == ["no face found"])
    let rows = try #require(seen.rows[.faces])
    #expect(rows.map(\.frame) == Array(0..<10))
    #expect(rows.allSatisfy { !$0.isSuccess && $0.values == nil && $0.track == -1 })
  }

  @Test(arguments: [0, 4000, 10_000])
  func aSoundThatStartsLateHasItsTimesFromTheClipsStart(_ silence: Int) throws {
    let early = try extract([.audioContours, .mfcc, .audioModel])
    let late = try extract([.audioContours, .mfcc, .audioModel], silence: silence)
    #expect(late.features.vectors == early.features.vectors)
    for kind in [FeatureKind.audioContours, .mfcc] {
      let (before, after) = try (#require(early.rows[kind]), #require(late.rows[kind]))
      #expect(before.count > 100 && before.map(\.values) == after.map(\.values))
      #expect(before.map(\.isSuccess) == after.map(\.isSuccess))
      let shift = Double(silence) / 16_000
      for (row, other) in zip(before, after) {
        #expect(abs(row.timestamp + shift - other.timestamp) < 1e-9)
      }
    }
  }

  @Test func whatAClipLacksIsToldForEachFeature() throws {
    let kinds: [FeatureKind] = [.audioModel, .mfcc, .faces, .video, .clip]
    let extractor = try FeatureExtractor(
      settings: ExtractionSettings(features: kinds), weights: model)
    let features = try extractor.features(
      of: ClipSources(name: "clip"), only: kinds, into: TableSinks { _ in Rows() })
    #expect(
      features.failures == [
        .audioModel: "no sound", .mfcc: "no sound", .faces: "no picture", .video: "no picture",
        .clip: "neither a face nor a sound in it",
      ])
    #expect(features.vectors == [:] && features.tables == [])
  }
}
