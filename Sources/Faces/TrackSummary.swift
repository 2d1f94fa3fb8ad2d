// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

/// How long, how large and how sure a track was.
public struct TrackSummary: Sendable, Equatable, Codable {
  /// Number of the track, from 0 in order of appearance.
  public let id: Int
  /// Frames with a face of this track, interpolated ones included.
  public let frameCount: Int
  /// Mean area of the face's rectangle, in square pixels.
  public let meanArea: Double
  /// Mean score of the detector, 0 to 1.
  public let meanScore: Double
  /// Canonical index of the first frame.
  public let firstFrame: Int
  /// Canonical index of the last frame.
  public let lastFrame: Int

  /// A summary from its parts.
  public init(
    id: Int, frameCount: Int, meanArea: Double, meanScore: Double, firstFrame: Int, lastFrame: Int
  ) {
    self.id = id
    self.frameCount = frameCount
    self.meanArea = meanArea
    self.meanScore = meanScore
    self.firstFrame = firstFrame
    self.lastFrame = lastFrame
  }

  /// The summary of a single face.
  public init(_ tracked: TrackedFace) {
    self.init(
      id: tracked.track, frameCount: 1, meanArea: Double(tracked.face.box.area),
      meanScore: Double(tracked.face.score), firstFrame: tracked.frame, lastFrame: tracked.frame)
  }

  /// The summary with one more face of the track.
  public func adding(_ tracked: TrackedFace) -> TrackSummary { adding(TrackSummary(tracked)) }

  /// The summary with what comes later of the track.
  public func adding(_ later: TrackSummary) -> TrackSummary {
    let count = frameCount + later.frameCount
    func mean(_ own: Double, _ other: Double) -> Double {
      (own * Double(frameCount) + other * Double(later.frameCount)) / Double(count)
    }
    return TrackSummary(
      id: id, frameCount: count, meanArea: mean(meanArea, later.meanArea),
      meanScore: mean(meanScore, later.meanScore), firstFrame: firstFrame,
      lastFrame: later.lastFrame)
  }
}
