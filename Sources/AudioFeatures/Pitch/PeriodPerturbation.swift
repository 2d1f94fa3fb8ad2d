// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

import Foundation

/// Jitter and shimmer: how much the voice's periods differ in length and height, from the waveform.
///
/// For every frame of the pitch contour the samples that are new since the last are walked through
/// period by period; a period is the lag at which two adjacent stretches correlate best.
struct PeriodPerturbation {
  /// One frame's answer, all in [0, 1]; zeros where unvoiced.
  struct Output: Equatable {
    /// Mean difference of adjacent periods over the mean period.
    var jitterLocal: Float = 0
    /// Mean difference of adjacent differences over the mean period.
    var jitterDifference: Float = 0
    /// Summed difference of adjacent periods' heights over the summed heights.
    var shimmer: Float = 0
  }

  private static let searchRange = 0.25

  private let geometry: FrameGeometry
  /// Sample at which the first frame of the contour starts.
  private let offset: Int
  private var finder = PeriodFinder()
  /// Sample, counted from `offset`, from which the next frame reads.
  private var next = 0
  /// Samples that the last frame left over.
  private var carry = 0
  private var lastPeriod = 0.0
  private var lastDifference = 0.0
  private var lastOutput = Output()
  private var frame = 0

  /// Answers for the frames of a pitch contour that start `offset` samples into the sound.
  init(geometry: FrameGeometry, offset: Int = 0) {
    self.geometry = geometry
    self.offset = offset
  }

  /// Samples before the start of a frame that the answer for the frame before it may read.
  ///
  /// What a frame leaves over is at most two of the longest periods, 48 ms of the deepest voice.
  static func reach(geometry: FrameGeometry) -> Int { geometry.longLength }

  /// Answers for the next frame, whose pitch in Hz is given.
  ///
  /// It reads no sample after the end of the 60 ms frame that follows the one answered.
  mutating func add(pitch: Float, in samples: borrowing SampleWindow) -> Output {
    let start = (frame + 1) * geometry.hopLength - carry
    frame += 1
    let jumps = start != next
    next = start
    let unread = geometry.hopLength + carry
    guard pitch > 0 else {
      next += unread
      carry = 0
      (lastPeriod, lastDifference, lastOutput) = (0, 0, Output())
      return lastOutput
    }
    let period = Double(geometry.sampleRate) / Double(pitch)
    let shortest = max(1, Int((period * (1 - Self.searchRange)).rounded(.down)))
    let longest = Int((period * (1 + Self.searchRange)).rounded(.up))
    var length = min(max(unread, 2 * longest + 2), carry + geometry.longLength)
    if jumps { length = min(length, geometry.longLength) }
    let first = offset + next
    finder.read(samples.amplitudes(first..<first + length), count: length)
    let used = walk(
      lags: shortest...longest, fallback: Int(period.rounded(.toNearestOrAwayFromZero)),
      unread: unread)
    carry = unread - used
    next += used
    return lastOutput
  }

  /// Walks through the samples read, sets `lastOutput` and returns how many samples are done with.
  private mutating func walk(lags: ClosedRange<Int>, fallback: Int, unread: Int) -> Int {
    var sums = Sums()
    var lowest = Float.infinity
    var position = 0
    var used = 0
    while position < finder.count - 2 * lags.upperBound - 1 {
      if let match = finder.bestLag(at: position, lags: lags) {
        // The reference compares with the smallest correlation after having rounded it to single
        // precision, so the first period passes only where the rounding went down.
        if match.correlation < Double(lowest) { lowest = Float(match.correlation) }
        if match.correlation > Double(lowest) {
          accept(
            period: Double(Float(match.lag / Double(geometry.sampleRate))),
            heights: finder.heights(at: position, period: match.wholeLag), &sums)
        }
        position += match.wholeLag
      } else {
        position += max(1, fallback)
      }
      if position < unread - 1 { used = position }
    }
    if sums.periodCount > 0 { lastOutput = sums.output }
    return used
  }

  private mutating func accept(
    period: Double, heights: (Float, Float), _ sums: inout Sums
  ) {
    sums.period += period
    sums.periodCount += 1
    if lastPeriod > 0 {
      let difference = period - lastPeriod
      sums.difference += abs(difference)
      sums.differenceCount += 1
      if lastDifference > 0 {
        sums.change += abs(abs(difference) - lastDifference)
        sums.changeCount += 1
      }
      lastDifference = abs(difference)
    }
    lastPeriod = period
    sums.heightDifference += Double(abs(heights.0 - heights.1))
    sums.height += 0.5 * Double(heights.0 + heights.1)
  }
}

extension PeriodPerturbation {
  /// What one frame adds up.
  private struct Sums {
    var period = 0.0
    var periodCount = 0
    var difference = 0.0
    var differenceCount = 0
    var change = 0.0
    var changeCount = 0
    var heightDifference = 0.0
    var height = 0.0

    var output: Output {
      func ratio(_ above: Double, _ below: Double) -> Float {
        below > 0 ? Float(min(1, above / below)) : 0
      }
      func mean(_ sum: Double, _ count: Int) -> Double { count > 0 ? sum / Double(count) : 0 }
      let meanPeriod = mean(period, periodCount)
      return Output(
        jitterLocal: ratio(mean(difference, differenceCount), meanPeriod),
        jitterDifference: ratio(mean(change, changeCount), meanPeriod),
        shimmer: ratio(heightDifference, height))
    }
  }
}
