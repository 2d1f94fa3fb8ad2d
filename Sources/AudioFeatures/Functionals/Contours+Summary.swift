// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

extension Contours {
  /// Whole 60 ms frames that the functionals leave out at the end.
  private static let omittedFrames = 3
  /// Frames on either side that a smoothed value and its delta look at.
  private static let summaryReach = 3

  /// Leading frames that the functionals summarise, of all whole 60 ms frames of a sound.
  static func summarisedCount(of frameCount: Int) -> Int { max(0, frameCount - omittedFrames) }

  /// The functionals, `[1582]`, of contours that are complete and held from their first frame.
  func functionals(_ featureSet: FunctionalsFeatureSet) -> [Float] {
    var values: [Float] = []
    values.reserveCapacity(DescriptorNames.functionalCount)
    var sorter = FloatSorter()
    for group in DescriptorNames.Group.allCases {
      var deltas: [[Float]] = []
      for index in group.columns {
        let smoothed = MovingAverage.smoothed(column(index))
        append(smoothed, of: group, featureSet, to: &values, sorter: &sorter)
        deltas.append(DeltaRegression.slopes(smoothed))
      }
      for delta in deltas { append(delta, of: group, featureSet, to: &values, sorter: &sorter) }
    }
    let pitch = column(Self.pitch)
    values.append(Float(Self.onsetCount(pitch)))
    values.append(Float(Double(pitch.count) * FrameGeometry.hopDuration))
    return values
  }

  /// Appends the statistics of one contour of a group.
  private func append(
    _ contour: [Float], of group: DescriptorNames.Group, _ featureSet: FunctionalsFeatureSet,
    to values: inout [Float], sorter: inout FloatSorter
  ) {
    let summarised = contour.prefix(Self.summarisedCount(of: frameCount))
    let statistics = ContourStatistics(
      of: group.omitsZeros ? summarised.filter { $0 != 0 } : Array(summarised),
      relativePositions: featureSet.positionsAreRelative, sorter: &sorter)
    for functional in group.functionals { values.append(Float(statistics[functional])) }
  }

  /// How often the voice sets in; being voiced from the start does not count.
  static func onsetCount(_ pitch: [Float]) -> Int {
    zip(pitch, pitch.dropFirst()).count { $0 == 0 && $1 > 0 }
  }

  /// Frames whose smoothed values and deltas no later frame will change.
  func settledCount(areComplete: Bool) -> Int {
    areComplete ? completeCount : max(0, completeCount - Self.summaryReach)
  }

  /// First frame that the smoothed values and deltas from frame `start` on look at.
  static func firstNeeded(from start: Int) -> Int { max(0, start - summaryReach) }

  /// Smoothed contours and deltas, `[frames, 76]`, row-major, of settled frames from `start` on.
  func descriptors(from start: Int, areComplete: Bool) -> [Float] {
    let frames = start..<max(start, settledCount(areComplete: areComplete))
    guard !frames.isEmpty else { return [] }
    let first = Self.firstNeeded(from: start)
    let width = 2 * Self.columnCount
    return [Float](unsafeUninitializedCapacity: frames.count * width) { values, count in
      for column in 0..<Self.columnCount {
        // Where the contour is cut the edges are repeated too, but there no frame has settled.
        let contour = self.column(column, from: first, to: areComplete ? nil : completeCount)
        let smoothed = MovingAverage.smoothed(contour)
        let deltas = DeltaRegression.slopes(smoothed)
        for (row, frame) in frames.enumerated() {
          values[row * width + column] = smoothed[frame - first]
          values[row * width + Self.columnCount + column] = deltas[frame - first]
        }
      }
      count = frames.count * width
    }
  }
}
