// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

internal import EmoNet

/// Time that has passed since the process began.
struct Stopwatch {
  private let start = ContinuousClock.now
  /// Until now a single thread worked, so its processor time is what has passed.
  private let before = StageTimes.processTime

  /// Seconds since the process began.
  var seconds: Double {
    before + (ContinuousClock.now - start) / .seconds(1)
  }
}
