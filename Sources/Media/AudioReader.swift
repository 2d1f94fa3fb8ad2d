// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

internal import CFFmpeg

/// Reads the whole sound track of a clip as one channel of 16-bit samples.
///
/// Sample n stands for the time n / rate from the clip's start, which is where the earlier of picture
/// and sound starts: sound that starts later is preceded by silence, gaps of more than 0.1 s between
/// its packets are filled with silence. Samples that an encoder put before the sound are left out. The channels are averaged. A mono 16-bit file at the asked
/// rate comes out unchanged.
public enum AudioReader {
  /// Reads the sound of the file at `path`.
  ///
  /// - Parameters:
  ///   - sampleRate: rate of the samples given, in Hz; nil keeps the rate of the stream.
  ///   - threads: threads that the decoder may use; the samples do not depend on it.
  /// - Returns: nil when the file has no sound stream. A stream in which nothing can be decoded
  ///   gives no samples and a `missingReason` in the report.
  /// - Throws: ``MediaError`` when the file cannot be opened or its sound cannot be converted. Broken
  ///   packets are counted in the report and passed over.
  public static func read(
    _ path: String, sampleRate: Int? = AudioSamples.canonicalSampleRate, threads: Int = 1
  ) throws -> (samples: AudioSamples, report: AudioReport)? {
    precondition(threads > 0, "a decoder needs at least one thread, not \(threads)")
    if let sampleRate {
      precondition(
        (1...768_000).contains(sampleRate),
        "a sample rate is from 1 to 768000 Hz, not \(sampleRate)")
    }
    let demuxer = try Demuxer(path: path)
    guard let stream = demuxer.sound else { return nil }
    let decoder: StreamDecoder
    do {
      decoder = try StreamDecoder(demuxer, stream, operation: "decode the sound", threads: threads)
    } catch {
      // The picture may still be good: sound that cannot be decoded is missing sound.
      var report = AudioReport()
      report.missingReason = (error as? MediaError)?.reason ?? "\(error)"
      return (none(sampleRate), report)
    }
    var track = SoundTrackAssembly(path: path, start: demuxer.start, sampleRate: sampleRate)
    while let frame = decoder.next() {
      try track.append(
        frame, at: decoder.stamp(of: frame), lasting: decoder.duration(of: frame))
    }
    var (samples, report) = track.finish()
    report.errors = decoder.errors
    report.firstError = decoder.firstError?.reason
    report.firstErrorPosition = decoder.firstError?.position
    guard let samples, !samples.values.isEmpty else {
      let cause = decoder.firstError.map { "; first error: \($0.reason)" } ?? ""
      report.missingReason = "the sound stream holds nothing that can be decoded\(cause)"
      return (none(sampleRate), report)
    }
    return (samples, report)
  }

  private static func none(_ sampleRate: Int?) -> AudioSamples {
    AudioSamples(values: [], sampleRate: sampleRate ?? AudioSamples.canonicalSampleRate)
  }
}
