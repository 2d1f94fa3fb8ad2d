// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

/// How much one run of a benchmark does, so that speeds can be given in units that mean something.
struct Work: Sendable, Equatable {
  /// Amount in `unit`s.
  let amount: Double
  /// Plural noun: faces, frames, clips.
  let unit: String
}
