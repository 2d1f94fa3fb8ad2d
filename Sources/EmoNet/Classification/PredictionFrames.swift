// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

/// How many frames stand behind a prediction.
public struct PredictionFrames: Sendable, Equatable, Codable {
  /// Frames that the decoder gave.
  public let decoded: Int
  /// Frames on the grid of 25 a second.
  public let canonical: Int
  /// Canonical frames in which the main face was seen.
  public let withFace: Int

  /// Counts; all zero for a clip without picture.
  public init(decoded: Int, canonical: Int, withFace: Int) {
    self.decoded = decoded
    self.canonical = canonical
    self.withFace = withFace
  }

  var json: OrderedJSON {
    .object([
      ("decoded", .integer(decoded)), ("canonical", .integer(canonical)),
      ("withFace", .integer(withFace)),
    ])
  }
}
