// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

/// The time that the clip itself takes to be played.
struct RealTimeReference: Reference {
  /// Length in seconds of what one run works on.
  let duration: Double

  let name = "real time"

  func seconds(iterations: Int) -> Double { duration * Double(iterations) }
}
