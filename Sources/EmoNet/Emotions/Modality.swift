// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

/// What a row of a clip list carries: picture and sound, or one of them.
public enum Modality: String, CaseIterable, Codable, Sendable {
  /// Picture and sound.
  case audioVisual = "av"
  /// Sound alone.
  case audio = "a"
  /// Picture alone.
  case video = "v"
}
