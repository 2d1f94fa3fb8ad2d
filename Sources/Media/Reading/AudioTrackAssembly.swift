// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

import CFFmpeg
import Signal

/// Joins decoded stretches of sound to one track that keeps step with the clip's clock.
struct AudioTrackAssembly {
  private(set) var report = AudioReport()
  private let path: String
  private let start: Double?
  private let wantedRate: Int?
  private var rate = 0
  private var values: [Int16] = []
  /// Samples of silence before these.
  private var silence = 0
  /// Samples taken out so far.
  private var taken = 0
  private var hasEnded = false
  private var converter: AudioConverter?
  /// Whether the channels are kept beside their mean.
  private let keepsChannels: Bool
  private var channels: [[Float]] = []
  private var places: [SoundChannel.Place] = []
  private var channelConverter: AudioConverter?
  /// Where the stream's next sample belongs, on the container's clock, in seconds.
  private var expected: Double?
  /// By how much the last frame is longer than its packet states, in seconds.
  private var padding = 0.0

  /// Less than this is rounding of timestamps, in seconds.
  private static let startTolerance = 0.002
  /// Less than this is jitter of packets, in seconds.
  private static let gapTolerance = 0.1
  /// More than this is a break in the file's clock, not lost sound, in seconds.
  private static let longestGap = 60.0
  /// What is not handed out before the end, since the last frame may turn out to be filled up, in
  /// seconds.
  private static let reserve = 2.0
  /// Samples of silence that are taken out at once.
  private static let silentPiece = 1 << 16

  /// An empty track of a clip that starts at `start` on the container's clock.
  init(path: String, start: Double?, sampleRate: Int?, keepsChannels: Bool = false) {
    self.path = path
    self.start = start
    wantedRate = sampleRate
    self.keepsChannels = keepsChannels
  }

  /// The same with its channels kept; nothing must have been added yet.
  func keepingChannels() -> AudioTrackAssembly {
    precondition(rate == 0, "channels are kept from the first sample on")
    return AudioTrackAssembly(
      path: path, start: start, sampleRate: wantedRate, keepsChannels: true)
  }

  /// Adds a decoded frame with the container timestamp `stamp` and the length that its packet
  /// states, both in seconds.
  mutating func append(_ frame: Frame, at stamp: Double?, lasting length: Double?) throws {
    let source = AudioConverter.Source(frame)
    let count = Int(frame.pointer.pointee.nb_samples)
    guard count > 0, source.channels > 0, source.sampleRate > 0 else { return }
    try checkLimits(source, stamp)
    if rate == 0 { begin(source, at: stamp) }
    if converter?.source != source {
      converter?.finish(into: &values)
      channelConverter?.finish(into: &channels)
      converter = try AudioConverter(from: source, sampleRate: rate, path: path)
      if keepsChannels {
        channelConverter = try AudioConverter(
          from: source, sampleRate: rate, channels: channels.count, path: path)
      }
    }
    guard let converter else { return }
    if let stamp, let expected {
      let gap = stamp - expected
      if gap > AudioTrackAssembly.gapTolerance, gap < AudioTrackAssembly.longestGap {
        let missing = Int((gap * Double(source.sampleRate)).rounded())
        try check(converter.injectSilence(missing), stamp)
        if let channelConverter { try check(channelConverter.injectSilence(missing), stamp) }
        report.insertedSilence += gap
        self.expected = stamp
      } else if abs(gap) > AudioTrackAssembly.gapTolerance {
        self.expected = stamp
      }
    } else {
      expected = stamp
    }
    try check(converter.convert(frame, into: &values), stamp)
    if let channelConverter { try check(channelConverter.convert(frame, into: &channels), stamp) }
    report.decodedSamples += count
    let decoded = Double(count) / Double(source.sampleRate)
    expected = expected.map { $0 + decoded }
    padding = length.map { decoded - $0 } ?? 0
  }

  /// Takes out sound that nothing can change any more, at least a second of it but at the end; nil
  /// while there is less.
  mutating func takeSettled() -> AudioSamples? {
    guard rate > 0 else { return nil }
    if silence > 0 {
      let count = min(silence, AudioTrackAssembly.silentPiece)
      silence -= count
      taken += count
      return AudioSamples(
        values: [Int16](repeating: 0, count: count), sampleRate: rate,
        channels: places.map {
          SoundChannel($0, values: [Float](repeating: 0, count: count))
        })
    }
    let reserve = hasEnded ? 0 : Int(AudioTrackAssembly.reserve * Double(rate))
    let settled = values.count - reserve
    guard settled >= (hasEnded ? 1 : rate) else { return nil }
    taken += settled
    return take(settled)
  }

  private mutating func take(_ count: Int) -> AudioSamples {
    let kept = channels.indices.map { channel in
      // Both converters filter alike and so give alike many; where they ever should not, the mean counts.
      let lacking = max(0, count - channels[channel].count)
      return SoundChannel(
        places[channel],
        values: channels[channel].prefix(count) + [Float](repeating: 0, count: lacking))
    }
    let samples = AudioSamples(
      values: Array(values.prefix(count)), sampleRate: rate, channels: kept)
    values.removeFirst(count)
    for channel in channels.indices {
      channels[channel].removeFirst(min(count, channels[channel].count))
    }
    return samples
  }

  /// Ends the track; what was not taken out before is settled now.
  mutating func finish() {
    hasEnded = true
    guard rate > 0 else { return }
    converter?.finish(into: &values)
    channelConverter?.finish(into: &channels)
    (converter, channelConverter) = (nil, nil)
    // The encoder filled its last frame up; other frames only differ by rounding.
    if padding > AudioTrackAssembly.startTolerance {
      values.removeLast(min(values.count, Int((padding * Double(rate)).rounded())))
    }
    padding = 0
  }

  private mutating func begin(_ source: AudioConverter.Source, at stamp: Double?) {
    rate = wantedRate ?? Int(source.sampleRate)
    report.sourceChannels = Int(source.channels)
    report.sourceSampleRate = Int(source.sampleRate)
    if keepsChannels {
      places = source.places
      channels = places.map { _ in [] }
    }
    guard let stamp, let start else { return }
    let delay = stamp - start
    guard delay > AudioTrackAssembly.startTolerance, delay < 60 * AudioTrackAssembly.longestGap
    else { return }
    silence = Int((delay * Double(rate)).rounded())
    report.leadingSilence = delay
  }

  /// Refuses what takes more memory or time than any sound is worth.
  private func checkLimits(_ source: AudioConverter.Source, _ stamp: Double?) throws {
    let limits = MediaLimits.current
    let time = rate > 0 ? Double(taken + silence + values.count) / Double(rate) : 0
    let length = limits.objection(time: time)
    guard
      let reason = length
        ?? limits.objection(sampleRate: Int(source.sampleRate), channels: Int(source.channels))
    else { return }
    throw MediaError(
      kind: .unsupported, path: path, operation: "read the sound",
      code: length == nil ? nil : MediaError.tooLong, reason: reason,
      position: stamp.map { $0 - (start ?? 0) })
  }

  private func check(_ status: Int32, _ stamp: Double?) throws {
    guard status < 0 else { return }
    throw MediaError(
      kind: .unsupported, path: path, operation: "convert the sound", code: status,
      reason: FFmpegLibrary.text(status), position: stamp.map { $0 - (start ?? 0) })
  }
}
