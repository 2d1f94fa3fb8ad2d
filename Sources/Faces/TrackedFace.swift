// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

/// One face in one frame, with the number of the track that it belongs to.
public struct TrackedFace: Sendable, Equatable {
  /// Canonical index of the frame.
  public let frame: Int
  /// Time of the frame, in seconds from the clip's start.
  public let timestamp: Double
  /// Number of the track, from 0 in order of appearance.
  public let track: Int
  /// Where the face is, in the frame's pixels, lightly smoothed over time.
  public let face: Face
  /// Whether the face lies between two searched frames and was not looked for in this one.
  public let isInterpolated: Bool
  /// The upright grey face.
  public let crop: FaceCrop

  /// A tracked face from its parts.
  public init(
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
