// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

import CFFmpeg
package import Signal

/// Reads the sound track of a clip as one channel of 16-bit samples, a few seconds at a time.
///
/// Sample n of all that is read stands for the time n / rate from the clip's start, which is where
/// the earlier of picture and sound starts: sound that starts later is preceded by silence, gaps of
/// more than 0.1 s between its packets are filled with silence. Samples that an encoder put before
/// the sound are left out. The channels are averaged. A mono 16-bit file at the asked rate comes
/// out unchanged.
///
/// Readers are independent of one another; use each from one thread at a time.
package final class AudioReader: SoundSource {
  /// Rate of the samples in Hz; 0 before the first were read where the stream's own rate is kept.
  package private(set) var sampleRate: Int
  /// What has been read so far; `leadingSilence` is known with the first samples.
  package private(set) var report = AudioReport()

  private let decoder: StreamDecoder?
  private var track: AudioTrackAssembly
  private var hasEnded = false
  private var hasSamples = false

  /// Opens the sound of the file at `path`, for itself alone; nil when the file has no sound
  /// stream.
  ///
  /// As ``MediaFile/audio(sampleRate:threads:)``, and throws what opening the file throws.
  package convenience init?(
    path: String, sampleRate: Int? = AudioSamples.canonicalSampleRate, threads: Int = 1
  ) throws {
    try self.init(MediaFile(path: path), sampleRate: sampleRate, threads: threads)
  }

  /// The sound of an opened file, as ``MediaFile/audio(sampleRate:threads:)``.
  ///
  /// - Parameter stream: the track; nil for the one that the clip is about.
  init?(_ file: MediaFile, stream: StreamHeader? = nil, sampleRate: Int?, threads: Int) {
    precondition(threads > 0, "a decoder needs at least one thread, not \(threads)")
    if let sampleRate {
      precondition(
        (1...768_000).contains(sampleRate),
        "a sample rate is from 1 to 768000 Hz, not \(sampleRate)")
    }
    self.sampleRate = sampleRate ?? 0
    let header = file.header
    track = AudioTrackAssembly(path: header.path, start: header.start, sampleRate: sampleRate)
    guard let stream = stream ?? header.audio else { return nil }
    report.track = stream.number
    let parameters = stream.parameters.pointee
    if parameters.sample_rate > 0, parameters.ch_layout.nb_channels > 0,
      let objection = MediaLimits.current.objection(
        sampleRate: Int(parameters.sample_rate), channels: Int(parameters.ch_layout.nb_channels))
    {
      decoder = nil
      report.missingReason = objection
      return
    }
    do {
      decoder = try StreamDecoder(file, stream, operation: "decode the sound", threads: threads)
    } catch {
      // The picture may still be good: sound that cannot be decoded is missing sound.
      decoder = nil
      report.missingReason = (error as? MediaError)?.reason ?? "\(error)"
    }
  }

  package func keepChannels() { track = track.keepingChannels() }

  /// The samples that follow those given before, some seconds of them; nil at the end.
  ///
  /// A stream in which nothing can be decoded gives none, and a `missingReason` in the report.
  ///
  /// - Throws: ``MediaError`` when the sound cannot be converted. Broken packets are counted in the
  ///   report and passed over.
  package func next() throws -> AudioSamples? {
    guard let decoder, !hasEnded else { return nil }
    if let settled = track.takeSettled() { return given(settled) }
    while let frame = decoder.next() {
      try track.append(frame, at: decoder.stamp(of: frame), lasting: decoder.duration(of: frame))
      if let settled = track.takeSettled() { return given(settled) }
    }
    if let refusal = decoder.refusal { throw refusal }
    track.finish()
    if let rest = track.takeSettled() { return given(rest) }
    hasEnded = true
    updateReport()
    if !hasSamples {
      let cause = decoder.firstError.map { "; first error: \($0.reason)" } ?? ""
      report.missingReason =
        decoder.isEncrypted
        ? StreamDecoder.encrypted
        : "the sound stream holds nothing that can be decoded\(cause)"
    }
    return nil
  }

  /// Reads the sound of the file at `path` whole; nil when the file has no sound stream.
  ///
  /// As ``init(path:sampleRate:threads:)`` and ``next()``.
  package static func read(
    _ path: String, sampleRate: Int? = AudioSamples.canonicalSampleRate, threads: Int = 1
  ) throws -> (samples: AudioSamples, report: AudioReport)? {
    guard let reader = try AudioReader(path: path, sampleRate: sampleRate, threads: threads) else {
      return nil
    }
    var values: [Int16] = []
    while let piece = try reader.next() { values += piece.values }
    let rate = reader.sampleRate == 0 ? AudioSamples.canonicalSampleRate : reader.sampleRate
    return (AudioSamples(values: values, sampleRate: rate), reader.report)
  }

  private func given(_ samples: AudioSamples) -> AudioSamples {
    hasSamples = true
    sampleRate = samples.sampleRate
    updateReport()
    return samples
  }

  private func updateReport() {
    guard let decoder else { return }
    let number = report.track
    report = track.report
    report.track = number
    report.errors = decoder.errors
    report.firstError = decoder.firstError?.reason
    report.firstErrorPosition = decoder.firstError?.position
  }
}
