// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

internal import Media

/// The sound of a clip as it was recorded: without the silence that keeps it in step with the picture.
///
/// Every minimum, range and position among the features would tell of that silence.
struct RecordedSound: Sendable {
  let samples: AudioSamples
  /// Where the sound begins, in seconds from the clip's start.
  let start: Double
  /// What was damaged, one line each.
  let warnings: [String]

  /// Reads the sound at a rate in Hz, or at the file's own for nil.
  ///
  /// Throws `MediaError`; of kind `missingStream` when there is no sound.
  init(path: String, sampleRate: Int?) throws {
    func missing(_ reason: String) -> MediaError {
      MediaError(kind: .missingStream, path: path, operation: "read the sound", reason: reason)
    }
    guard let (samples, report) = try AudioReader.read(path, sampleRate: sampleRate) else {
      throw missing("no sound")
    }
    guard !samples.values.isEmpty else { throw missing(report.missingReason ?? "no sound") }
    let silence = Int((report.leadingSilence * Double(samples.sampleRate)).rounded())
    self.samples = AudioSamples(
      values: Array(samples.values.dropFirst(silence)), sampleRate: samples.sampleRate)
    start = Double(silence) / Double(samples.sampleRate)
    warnings =
      report.errors > 0
      ? [
        DecodingWarning.text(
          "sound", report.errors, first: report.firstError, at: report.firstErrorPosition)
      ] : []
  }
}
