// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

/// One face in one frame, with the number of the track that it belongs to.
package struct TrackedFace: Sendable, Equatable {
  /// Canonical index of the frame.
  package let frame: Int
  /// Time of the frame, in seconds from the clip's start.
  package let timestamp: Double
  /// Number of the track, from 0 in order of appearance.
  package let track: Int
  /// Where the face is, in the frame's pixels, lightly smoothed over time.
  package let face: Face
  /// Whether the face lies between two searched frames and was not looked for in this one.
  let isInterpolated: Bool
  /// The upright grey face.
  package let crop: FaceCrop

  /// A tracked face from its parts.
  init(
    frame: Int, timestamp: Double, track: Int, face: Face, isInterpolated: Bool, crop: FaceCrop
  ) {
    self.frame = frame
    self.timestamp = timestamp
    self.track = track
    self.face = face
    self.isInterpolated = isInterpolated
    self.crop = crop
  }
}

/// How long, how large and how sure a track was.
package struct TrackSummary: Sendable, Equatable, Codable {
  /// Number of the track, from 0 in order of appearance.
  package let id: Int
  /// Frames with a face of this track, interpolated ones included.
  package let frameCount: Int
  /// Mean area of the face's rectangle, in square pixels.
  let meanArea: Double
  /// Mean width and height of the rectangle, in pixels.
  package let meanWidth: Double
  package let meanHeight: Double
  /// Where the rectangle's centre was.
  let span: FaceSpan
  /// Mean score of the detector, 0 to 1.
  let meanScore: Double
  /// Canonical index of the first frame.
  let firstFrame: Int
  /// Canonical index of the last frame.
  let lastFrame: Int

  /// A summary from its parts.
  init(
    id: Int, frameCount: Int, meanArea: Double, meanWidth: Double, meanHeight: Double,
    span: FaceSpan, meanScore: Double, firstFrame: Int, lastFrame: Int
  ) {
    self.id = id
    self.frameCount = frameCount
    self.meanArea = meanArea
    self.meanWidth = meanWidth
    self.meanHeight = meanHeight
    self.span = span
    self.meanScore = meanScore
    self.firstFrame = firstFrame
    self.lastFrame = lastFrame
  }

  /// The summary of a single face.
  package init(_ tracked: TrackedFace) {
    self.init(
      id: tracked.track, frameCount: 1, meanArea: Double(tracked.face.box.area),
      meanWidth: Double(tracked.face.box.width), meanHeight: Double(tracked.face.box.height),
      span: FaceSpan(tracked.face.box.center), meanScore: Double(tracked.face.score),
      firstFrame: tracked.frame, lastFrame: tracked.frame)
  }

  /// The summary with one more face of the track.
  package func adding(_ tracked: TrackedFace) -> TrackSummary { adding(TrackSummary(tracked)) }

  /// The summary with what comes later of the track.
  package func adding(_ later: TrackSummary) -> TrackSummary {
    let count = frameCount + later.frameCount
    func mean(_ own: Double, _ other: Double) -> Double {
      (own * Double(frameCount) + other * Double(later.frameCount)) / Double(count)
    }
    return TrackSummary(
      id: id, frameCount: count, meanArea: mean(meanArea, later.meanArea),
      meanWidth: mean(meanWidth, later.meanWidth),
      meanHeight: mean(meanHeight, later.meanHeight),
      span: span.joined(later.span),
      meanScore: mean(meanScore, later.meanScore), firstFrame: firstFrame,
      lastFrame: later.lastFrame)
  }
}

/// Between which places a face's centre stayed, in pixels.
struct FaceSpan: Sendable, Equatable, Codable {
  let left: Float
  let right: Float
  let top: Float
  let bottom: Float

  /// A single place.
  init(_ place: Point) { self.init(left: place.x, right: place.x, top: place.y, bottom: place.y) }

  /// A span from its borders.
  init(left: Float, right: Float, top: Float, bottom: Float) {
    self.left = left
    self.right = right
    self.top = top
    self.bottom = bottom
  }

  /// What holds both.
  func joined(_ other: FaceSpan) -> FaceSpan {
    FaceSpan(
      left: min(left, other.left), right: max(right, other.right), top: min(top, other.top),
      bottom: max(bottom, other.bottom))
  }

  /// The longer side, in pixels.
  var length: Float { max(right - left, bottom - top) }
}

/// Width and height of a picture, in pixels.
struct PictureSize: Sendable, Equatable {
  let width: Int
  let height: Int

  /// The middle.
  var centre: Point { Point(x: Float(width) / 2, y: Float(height) / 2) }

  /// By how much what was seen in another size is larger in this one: by the root of the areas, which
  /// also fits a turned picture.
  func scale(from other: PictureSize) -> Float {
    let areas = Float(width) * Float(height) / max(Float(other.width) * Float(other.height), 1)
    return areas.squareRoot()
  }
}
