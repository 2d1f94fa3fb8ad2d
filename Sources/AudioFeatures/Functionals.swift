// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

/// The functionals of one sound.
public struct Functionals: Sendable, Equatable {
  /// Values, `[1582]`, in the order of `FunctionalsExtractor.names`; always finite.
  public let values: [Float]
  /// Whether the sound was shorter than the minimum and was repeated to reach it.
  public let wasPadded: Bool

  /// Functionals from their parts.
  public init(values: [Float], wasPadded: Bool) {
    self.values = values
    self.wasPadded = wasPadded
  }
}
