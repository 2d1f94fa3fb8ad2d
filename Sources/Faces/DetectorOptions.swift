// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

/// What the detector counts as a face, and how large it makes the pictures that it looks at.
public struct DetectorOptions: Sendable, Equatable, Codable {
  /// Lowest score of a face, above 0 and below 1.
  public var scoreThreshold: Float
  /// Overlap above which the weaker of two boxes is taken for the same face, 0 to 1.
  public var overlapThreshold: Float
  /// Longest side of the picture that is searched; larger frames are shrunk to it, in pixels.
  public var longestSide: Int
  /// Longer side that smaller frames are enlarged to before they are searched, in pixels.
  public var shortestLongerSide: Int

  /// Options whose defaults find faces from about 35 pixels in a 720x576 frame.
  public init(
    scoreThreshold: Float = 0.6, overlapThreshold: Float = 0.3, longestSide: Int = 640,
    shortestLongerSide: Int = 192
  ) {
    precondition(
      scoreThreshold > 0 && scoreThreshold < 1,
      "a score threshold of \(scoreThreshold) is not in (0, 1)")
    precondition(
      shortestLongerSide >= 32 && longestSide >= shortestLongerSide,
      "sides from \(shortestLongerSide) to \(longestSide) are no range above 32")
    self.scoreThreshold = scoreThreshold
    self.overlapThreshold = overlapThreshold
    self.longestSide = longestSide
    self.shortestLongerSide = shortestLongerSide
  }
}
