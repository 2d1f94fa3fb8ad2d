// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

/// The sound of a clip as 16-bit mono samples, 16 kHz unless it was made otherwise.
public struct AudioSamples: Sendable, Equatable {
  /// Sample rate that the models and the feature set are defined for, in Hz.
  public static let canonicalSampleRate = 16_000

  /// Amplitudes, `[samples]`, -32768 to 32767.
  public let values: [Int16]
  /// Samples a second, in Hz.
  public let sampleRate: Int

  /// Sound from its samples and their rate.
  public init(values: [Int16], sampleRate: Int = AudioSamples.canonicalSampleRate) {
    precondition(sampleRate > 0, "a sample rate is positive, not \(sampleRate)")
    self.values = values
    self.sampleRate = sampleRate
  }

  /// Length in seconds.
  public var duration: Double { Double(values.count) / Double(sampleRate) }
}
