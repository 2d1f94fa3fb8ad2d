// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

import Foundation

/// How a sound is cut into frames: sizes and positions in samples for one sample rate.
///
/// Frame `t` starts at sample `t * hopLength`, for short and long frames alike; only whole frames
/// count.
struct FrameGeometry: Sendable, Equatable {
  /// In Hz.
  let sampleRate: Int
  /// Length of the frames for spectral envelope, 25 ms in samples.
  let shortLength: Int
  /// Length of the frames for pitch, 60 ms in samples.
  let longLength: Int
  /// Distance between the starts of frames, 10 ms in samples.
  let hopLength: Int

  /// Nominal duration of short frames in seconds.
  static let shortDuration = 0.025
  /// Nominal duration of long frames in seconds.
  static let longDuration = 0.060
  /// Nominal distance between frames in seconds.
  static let hopDuration = 0.010

  init(sampleRate: Int) {
    func samples(_ seconds: Double) -> Int {
      Int((seconds * Double(sampleRate)).rounded(.toNearestOrAwayFromZero))
    }
    self.sampleRate = sampleRate
    shortLength = samples(Self.shortDuration)
    longLength = samples(Self.longDuration)
    hopLength = samples(Self.hopDuration)
  }

  /// Whole long frames in a sound of so many samples.
  func longFrameCount(samples: Int) -> Int {
    samples < longLength ? 0 : (samples - longLength) / hopLength + 1
  }

  /// Smallest power of two that holds so many samples.
  static func transformSize(for length: Int) -> Int {
    var size = 1
    while size < length { size *= 2 }
    return size
  }
}
