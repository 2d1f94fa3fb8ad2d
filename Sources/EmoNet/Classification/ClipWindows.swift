// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

internal import Media

/// How a clip is cut into windows that are judged one by one.
///
/// Windows are 10 s long; what is left at the end is a window of its own from 5 s on, else it belongs to
/// the one before. A clip of up to 60 s is one window.
struct ClipWindows: Sendable, Equatable {
  /// Up to here a clip is judged whole, in seconds.
  static let longestWhole = 60.0
  /// Length of a window, in seconds.
  static let length = 10.0
  /// Windows of the grid that a clip may fill before it is certain that it is longer than `longestWhole`.
  static let longestWholeCount = Int(longestWhole / length) + 1

  /// Windows of the clip.
  let count: Int
  private let duration: Double

  /// The windows of a clip of `duration` seconds.
  init(duration: Double) {
    self.duration = duration
    count =
      duration <= Self.longestWhole ? 1 : max(1, Int((duration / Self.length).rounded()))
  }

  /// The window of the grid to which a canonical frame belongs.
  static func index(ofFrame frame: Int) -> Int {
    frame / (Int(length) * VideoReader.framesPerSecond)
  }

  /// Start and end of a window, in seconds.
  func span(_ index: Int) -> (start: Double, end: Double) {
    (Double(index) * Self.length, index == count - 1 ? duration : Double(index + 1) * Self.length)
  }
}
