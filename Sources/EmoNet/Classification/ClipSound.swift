// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

internal import AudioFeatures
internal import Media

/// The sound of a clip as models take it: functionals of each window.
struct ClipSound: Sendable {
  /// What one window sounds like.
  struct Window: Sendable {
    /// The 1582 values; nil for silence.
    let functionals: [Float]?
    /// Whether the window was too short for the features and was repeated.
    let wasPadded: Bool
  }

  /// End of the sound, in seconds from the clip's start.
  private(set) var end = 0.0
  /// What was damaged, one line each.
  private(set) var warnings: [String] = []
  private var windows: WindowedMaterial<[Int16], Window>
  /// The windows that the clip has if its picture is as long as its sound.
  private var likely: [Window] = []

  /// Reads the sound of the clip at `path`; with `isCut` in windows once it proves long.
  ///
  /// The silence that keeps a sound in step with the picture is left out: every minimum, range and position
  /// among the features would tell of it. Throws `MediaError`; of kind `missingStream` when there is no sound.
  init(path: String, extractor: FunctionalsExtractor, isCut: Bool, work: ClipWork) throws {
    windows = WindowedMaterial(
      isCut: isCut, empty: { [] }, join: { $0 += $1 },
      digest: { values in work.run(.functionals) { Self.window(values, extractor) } })
    let reader = try work.run(.open) { try AudioReader(path: path) }
    let rate = AudioSamples.canonicalSampleRate
    let length = Int(ClipWindows.length) * rate
    var position = 0
    var silence = 0
    while let piece = try reader.flatMap({ reader in try work.run(.sound, reader.next) }) {
      if position == 0 { silence = Self.silence(in: reader, rate) }
      var rest = piece.values[...]
      while !rest.isEmpty {
        let window = position / length
        let part = rest.prefix((window + 1) * length - position)
        let heard = part.dropFirst(max(0, silence - position))
        windows.add(to: window) { $0 += heard }
        rest = rest.dropFirst(part.count)
        position += part.count
      }
    }
    guard position > 0, let report = reader?.report else {
      throw MediaError(
        kind: .missingStream, path: path, operation: "read the sound",
        reason: reader?.report.missingReason ?? "no sound")
    }
    end = Double(position) / Double(rate)
    if report.errors > 0 {
      warnings = [
        DecodingWarning.text(
          "sound", report.errors, first: report.firstError, at: report.firstErrorPosition)
      ]
    }
    likely = windows.finish(count: isCut ? ClipWindows(duration: end).count : 1)
  }

  /// What each of `count` windows of the clip sounds like.
  func windows(count: Int) -> [Window] {
    count == likely.count ? likely : windows.finish(count: count)
  }

  private static func silence(in reader: AudioReader?, _ rate: Int) -> Int {
    Int(((reader?.report.leadingSilence ?? 0) * Double(rate)).rounded())
  }

  private static func window(_ values: [Int16], _ extractor: FunctionalsExtractor) -> Window {
    guard values.contains(where: { $0 != 0 }) else {
      return Window(functionals: nil, wasPadded: false)
    }
    let functionals = extractor.averagedFunctionals(of: AudioSamples(values: values))
    return Window(functionals: functionals.values, wasPadded: functionals.wasPadded)
  }
}
