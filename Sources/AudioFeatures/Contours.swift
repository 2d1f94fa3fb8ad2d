// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

/// Unsmoothed contours of one sound, a column for each descriptor.
///
/// Every column has one row for each whole 60 ms frame. The pitch tracker answers one frame late,
/// so the last row of its columns (`lateColumns`) has no value and does not count.
struct Contours {
  static let cepstrumCount = 15
  static let logMelCount = 8
  static let lineSpectralCount = 8

  static let loudness = 0
  static let cepstrum = loudness + 1
  static let logMel = cepstrum + cepstrumCount
  static let lineSpectral = logMel + logMelCount
  static let pitchEnvelope = lineSpectral + lineSpectralCount
  static let voicing = pitchEnvelope + 1
  static let pitch = voicing + 1
  static let jitterLocal = pitch + 1
  static let jitterDifference = jitterLocal + 1
  static let shimmer = jitterDifference + 1
  static let columnCount = shimmer + 1
  /// Columns that end one row early.
  static let lateColumns = pitchEnvelope..<columnCount

  /// Rows: whole 60 ms frames.
  let frameCount: Int
  /// `[38, frames]`, column after column.
  private var values: [Float]

  init(frameCount: Int) {
    self.frameCount = frameCount
    values = [Float](repeating: 0, count: Self.columnCount * frameCount)
  }

  /// Rows that carry a value in this column.
  func validCount(_ column: Int) -> Int {
    Self.lateColumns.contains(column) ? max(0, frameCount - 1) : frameCount
  }

  subscript(column: Int, frame: Int) -> Float {
    get { values[column * frameCount + frame] }
    set { values[column * frameCount + frame] = newValue }
  }

  /// Lends the valid rows of one column.
  func withColumn<R>(_ column: Int, _ body: (UnsafeBufferPointer<Float>) -> R) -> R {
    values.withUnsafeBufferPointer { values in
      let start = column * frameCount
      return body(UnsafeBufferPointer(rebasing: values[start..<start + validCount(column)]))
    }
  }
}
