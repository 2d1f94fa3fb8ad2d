// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

/// The smoothed contours and deltas of a sound, as its functionals read them.
struct SummaryContours {
  /// Whole 60 ms frames that the functionals leave out at the end.
  private static let omittedFrames = 3

  /// Smoothed contours, `[38][frames - 1 or more]`.
  let smoothed: [[Float]]
  /// Their deltas, of the same lengths.
  let deltas: [[Float]]
  /// Leading frames that the functionals summarise.
  let summarisedCount: Int
  /// Frames for which every contour has a value.
  let frameCount: Int
  /// Unsmoothed pitch in Hz, `[frames]`.
  let pitch: [Float]

  init(_ contours: Contours) {
    smoothed = (0..<Contours.columnCount).map { column in
      contours.withColumn(column) { MovingAverage.smoothed($0) }
    }
    deltas = smoothed.map { DeltaRegression.slopes($0) }
    summarisedCount = max(0, contours.frameCount - Self.omittedFrames)
    frameCount = max(0, contours.frameCount - 1)
    pitch = contours.withColumn(Contours.pitch) { Array($0) }
  }
}
