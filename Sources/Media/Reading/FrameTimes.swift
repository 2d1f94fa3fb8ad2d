// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

import Signal

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

/// Which decoded frame stands at which place of the grid of 25 frames a second.
///
/// Place k stands for the time k/25 s and shows the decoded frame whose time is nearest to it, the
/// later one of two that are equally near. The places are those whose slot's centre, k/25 + 1/50 s,
/// lies within [first frame's time, last frame's time + its duration), so a picture of d seconds
/// has round(25 d) places, and 25 frames a second come out one to one wherever the clip's start
/// lies. A picture shorter than half a slot still has one place. Times that differ by less than
/// containers round them count as equal.
struct CanonicalGrid {
  /// What to do with the decoded frame at hand.
  enum Step: Equatable {
    /// Show it at this place; then ask again.
    case show(index: Int)
    /// Go on to the following frame.
    case advance
    /// The picture is over.
    case end
  }

  static let framesPerSecond = Double(VideoFrame.framesPerSecond)

  /// Half the millisecond to which some containers round their timestamps, and a little.
  private static let tolerance = 0.0006
  private var nextIndex: Int?

  /// Decides on the frame at `time`, given the frame that follows it, in seconds.
  ///
  /// - Parameters:
  ///   - end: end of the frame at hand; looked at only when none follows.
  ///   - following: time of the following frame, later than `time`; nil when there is none.
  mutating func step(time: Double, end: Double, following: Double?) -> Step {
    let index = nextIndex ?? CanonicalGrid.firstIndex(from: time)
    let target = Double(index) / CanonicalGrid.framesPerSecond
    if let following {
      // A tie within the rounding of both goes to the later frame.
      let lead = (following - target) - (target - time)
      if lead <= 2 * CanonicalGrid.tolerance { return .advance }
    } else if nextIndex != nil {
      let centre = (Double(index) + 0.5) / CanonicalGrid.framesPerSecond
      guard centre < end - CanonicalGrid.tolerance else { return .end }
    }
    nextIndex = index + 1
    return .show(index: index)
  }

  private static func firstIndex(from time: Double) -> Int {
    max(0, Int(((time - tolerance) * framesPerSecond - 0.5).rounded(.up)))
  }
}
