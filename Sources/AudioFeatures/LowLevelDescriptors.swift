// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

/// The smoothed contours of a sound and their deltas, frame by frame.
///
/// Frame `t` starts `t * framePeriod` into the sound; its spectral descriptors look at 25 ms from
/// there and its pitch descriptors at 60 ms. Pitch, jitter and shimmer are 0 where the voice is silent.
public struct LowLevelDescriptors: Sendable, Equatable {
  /// Names of the columns, `[count]`: 38 contours (`_sma`), then their 38 deltas (`_sma_de`).
  public let names: [String]
  /// Values, `[frames, count]`, row-major; always finite.
  public let values: [Float]
  /// Rows.
  public let frameCount: Int
  /// Leading rows that the functionals summarise; the last few are only seen by smoothing.
  public let summarisedFrameCount: Int
  /// Whether the sound was shorter than the minimum and was repeated to reach it.
  public let wasPadded: Bool

  /// Time from one row to the next, in seconds: 10 ms, rounded to whole samples.
  public let framePeriod: Double
  /// Length of sound that one row looks at, in seconds: 60 ms, rounded to whole samples.
  public let frameLength: Double

  /// Columns.
  public var count: Int { names.count }
}
