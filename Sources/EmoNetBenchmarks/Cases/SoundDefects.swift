// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

import AudioFeatures
import EmoNet
import Foundation
import Media
import Signal

/// How many clips are judged right when their sound has a defect that no listener notices.
///
/// Defects are made in memory, on the channels that the decoder gives at 16 kHz; the picture is the clip's own.
struct SoundDefects {
  let classifier: Classifier
  let clips: [ClipListEntry]
  let threads: Int

  /// A defect: the channels of a sound made of its only voice, with full scale at 1.
  struct Defect: Sendable {
    let name: String
    let channels: @Sendable (_ voice: [Float]) -> [SoundChannel]
  }

  static let all: [Defect] = [
    single("as it is") { $0 },
    pair("right channel = -left") { $0.map { -$0 } },
    pair("right channel = -0.9 left") { $0.map { -0.9 * $0 } },
    single("offset 0.01") { $0.map { $0 + 0.01 } },
    single("offset 0.03") { $0.map { $0 + 0.03 } },
    single("offset 0.05") { $0.map { $0 + 0.05 } },
    single("offset 0.2") { $0.map { $0 + 0.2 } },
    single("-20 dB") { rounded($0.map { $0 * 0.1 }) },
    single("-40 dB") { rounded($0.map { $0 * 0.01 }) },
    single("+25 dB, clipped") { $0.map { min(max($0 * 17.78, -1), 1) } },
    single("8 kHz telephone") { telephone($0) },
    pair("voice in one of two channels") { [Float](repeating: 0, count: $0.count) },
    Defect(name: "voice in the centre of 5.1") { voice in
      let silent = [Float](repeating: 0, count: voice.count)
      return [
        SoundChannel(.other, values: silent), SoundChannel(.other, values: silent),
        SoundChannel(.centre, values: voice), SoundChannel(.lowFrequency, values: silent),
        SoundChannel(.other, values: silent), SoundChannel(.other, values: silent),
      ]
    },
    single("4 s of silence after the speech") {
      $0 + [Float](repeating: 0, count: 4 * AudioSamples.canonicalSampleRate)
    },
  ]

  private static func single(
    _ name: String, _ change: @escaping @Sendable ([Float]) -> [Float]
  ) -> Defect {
    Defect(name: name) { [SoundChannel(.centre, values: change($0))] }
  }

  private static func pair(
    _ name: String, _ right: @escaping @Sendable ([Float]) -> [Float]
  ) -> Defect {
    Defect(name: name) {
      [SoundChannel(.other, values: $0), SoundChannel(.other, values: right($0))]
    }
  }

  /// As 16 bits keep it.
  private static func rounded(_ values: [Float]) -> [Float] {
    values.map { ($0 * AudioSamples.fullScale).rounded() / AudioSamples.fullScale }
  }

  private static func telephone(_ values: [Float]) -> [Float] {
    let rate = AudioSamples.canonicalSampleRate
    var filters = [0.5098, 0.6013, 0.9, 2.5629].flatMap { quality in
      [0, 1].map { _ in BiquadFilter.lowPass(3600, quality: quality, sampleRate: rate) }
    }
    return values.map { value in
      Float(filters.indices.reduce(Double(value)) { filters[$1]($0) })
    }
  }

  /// Right answers, and those as without a defect, for each defect; `report` hears of each when it is done.
  func run(report: (_ name: String, _ right: Int, _ same: Int) -> Void) throws {
    var plain: [Emotion] = []
    for defect in Self.all {
      let answers = try clips.map { entry in
        try classifier.classify(sources(entry.resolvedPath, defect), threads: threads).label
      }
      if plain.isEmpty { plain = answers }
      report(
        defect.name, zip(answers, clips).count { $0 == $1.label },
        zip(answers, plain).count { $0 == $1 })
    }
  }

  private func sources(_ path: String, _ defect: Defect) throws -> ClipSources {
    let read = try AudioReader.read(path)
    var sources = try ClipSources(path: path, heard: false)
    guard let samples = read?.samples else { return sources }
    let channels = defect.channels(
      samples.values.map { Float($0) / AudioSamples.fullScale })
    sources.audio = { _ in DefectiveSound(channels) }
    return sources
  }
}

/// A sound from memory, in one piece.
private final class DefectiveSound: SoundSource {
  let sampleRate = AudioSamples.canonicalSampleRate
  private(set) var report = AudioReport()
  private var rest: AudioSamples?

  init(_ channels: [SoundChannel]) {
    let count = channels.first?.values.count ?? 0
    let mean = (0..<count).map { index -> Int16 in
      let sum = channels.reduce(Float(0)) { $0 + $1.values[index] } / Float(channels.count)
      return Int16(max(-32768, min(32767, (sum * AudioSamples.fullScale).rounded())))
    }
    rest = AudioSamples(values: mean, channels: channels)
    report.decodedSamples = count
  }

  func next() -> AudioSamples? {
    defer { rest = nil }
    return rest
  }
}
