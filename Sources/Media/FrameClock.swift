// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

/// Turns container timestamps into times that start with the clip and only run forwards.
struct FrameClock {
  /// Timestamps replaced so far.
  private(set) var repairs = 0

  /// Length of a frame where the file does not say, in seconds.
  let frameDuration: Double

  /// A step back or forth beyond this is a break in the file's clock, not a late frame.
  private static let longestStepBack = 1.0
  private static let longestHold = 60.0
  /// Frames in a row without a later timestamp after which the clock counts as stuck.
  private static let patience = 4

  private var offset: Double?
  private var previous: Double?
  private var repairsInARow = 0
  private let end: Double?

  /// A clock from the clip's start on the container's clock and its length, in seconds.
  init(start: Double?, duration: Double?, frameDuration: Double) {
    offset = start.map { -$0 }
    end = duration
    self.frameDuration = frameDuration
  }

  /// Seconds from the clip's start of a frame with this timestamp, after every earlier one.
  mutating func time(stamp: Double?) -> Double {
    let time = nextTime(stamp)
    previous = time
    return time
  }

  private mutating func nextTime(_ stamp: Double?) -> Double {
    guard let previous else {
      guard let stamp else {
        repairs += 1
        return 0
      }
      let shift = offset ?? -stamp
      offset = shift
      return stamp + shift
    }
    let expected = previous + frameDuration
    guard let stamp else {
      repairs += 1
      return expected
    }
    let time = stamp + (offset ?? expected - stamp)
    if offset == nil { offset = expected - stamp }
    let isBreak =
      time < previous - FrameClock.longestStepBack
      || (time > previous + FrameClock.longestHold && time > (end ?? 0))
      || time > previous + 60 * FrameClock.longestHold
    if isBreak {
      offset = expected - stamp
      repairs += 1
      return expected
    }
    if time > previous {
      repairsInARow = 0
      return time
    }
    repairs += 1
    repairsInARow += 1
    // A single frame out of order is squeezed in, so that those after it keep their own times.
    return repairsInARow < FrameClock.patience ? previous + frameDuration / 1024 : expected
  }
}
