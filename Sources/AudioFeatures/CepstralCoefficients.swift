// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

/// Mel-frequency cepstral coefficients of a sound, frame by frame.
///
/// Frame `t` starts `t * framePeriod` into the sound and is `frameLength` long.
public struct CepstralCoefficients: Sendable, Equatable {
  /// Values, `[frames, coefficients]`, row-major; always finite.
  public let values: [Float]
  /// Rows.
  public let frameCount: Int
  /// Whether the sound was shorter than the minimum and was repeated to reach it.
  public let wasPadded: Bool
  /// Time from one row to the next, in seconds: the hop, rounded to whole samples.
  public let framePeriod: Double
  /// Length of sound that one row looks at, in seconds: the window, rounded to whole samples.
  public let frameLength: Double
}
