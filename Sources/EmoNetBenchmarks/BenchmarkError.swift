// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

/// Why a benchmark could not be carried through.
struct BenchmarkError: Error, CustomStringConvertible {
  let description: String

  /// An error for people.
  init(_ description: String) {
    self.description = description
  }
}
