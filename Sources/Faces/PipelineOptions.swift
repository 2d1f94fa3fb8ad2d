// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

/// How often frames are searched for faces and how long a face may be out of sight.
public struct PipelineOptions: Sendable, Equatable, Codable {
  /// Every how manieth frame is searched; faces between are interpolated.
  public var detectionInterval: Int
  /// Longest distance between two sightings that interpolation bridges, in frames.
  public var longestGap: Int
  /// Longest distance between two sightings at the same place that keep one track number, in frames.
  public var longestAbsence: Int
  /// How often the whole frame is searched for new and small faces while others are followed, in frames.
  public var fullSearchInterval: Int
  /// Lowest score of a face that continues a track; new tracks need the detector's own threshold.
  public var continuingThreshold: Float

  /// Options; the defaults bridge 0.4 s, remember a place for 2 s, and search everything once a second.
  public init(
    detectionInterval: Int = 2, longestGap: Int = 10, longestAbsence: Int = 50,
    fullSearchInterval: Int = 24, continuingThreshold: Float = 0.4
  ) {
    precondition(detectionInterval >= 1, "a detection interval of \(detectionInterval) frames")
    precondition(
      longestGap >= detectionInterval && longestAbsence >= longestGap,
      "interval \(detectionInterval), gap \(longestGap), absence \(longestAbsence) do not ascend")
    precondition(fullSearchInterval >= 1, "a full search every \(fullSearchInterval) frames")
    precondition(
      continuingThreshold > 0 && continuingThreshold < 1,
      "a threshold of \(continuingThreshold) is not in (0, 1)")
    self.detectionInterval = detectionInterval
    self.longestGap = longestGap
    self.longestAbsence = longestAbsence
    self.fullSearchInterval = fullSearchInterval
    self.continuingThreshold = continuingThreshold
  }
}
