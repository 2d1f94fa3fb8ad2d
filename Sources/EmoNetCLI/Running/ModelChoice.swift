// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

internal import EmoNet

/// Which model is asked for, and how it shall compute.
struct ModelChoice: Sendable {
  /// Path of the weight file; nil for the one that is found.
  var weights: String?
  var precision: PrecisionChoice
}
