// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

/// Sixteen-bit samples as amplitudes.
enum SampleScale {
  /// Divides by 32767 (not 32768), so the lowest value falls a little under -1.
  static func amplitude(_ sample: Int16) -> Float { Float(sample) / 32767 }
}
