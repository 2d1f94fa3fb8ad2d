// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

/// A benchmark that cannot run here, which is no failure.
struct Skipped: Error {
  /// What is missing.
  let reason: String
}
