// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

/// What became of the picture stream of a clip while its canonical frames were read.
///
/// `canonicalFrames == decodedFrames - droppedFrames + duplicatedFrames`, once reading has ended.
public struct DecodingReport: Sendable, Equatable, Codable {
  /// Frames that the decoder gave.
  public internal(set) var decodedFrames = 0
  /// Frames handed out on the grid of 25 a second.
  public internal(set) var canonicalFrames = 0
  /// Canonical frames that repeat the decoded frame of the one before them.
  public internal(set) var duplicatedFrames = 0
  /// Decoded frames that were nearest to no canonical time.
  public internal(set) var droppedFrames = 0
  /// Timestamps that were missing or ran backwards and were replaced.
  public internal(set) var repairedTimestamps = 0
  /// Packets and frames that were broken; the frames round them still come.
  public internal(set) var errors = 0
  /// The first of these errors, in words.
  public internal(set) var firstError: String?
  /// Where that was, in seconds from the clip's start.
  public internal(set) var firstErrorPosition: Double?
  /// End of the last decoded frame so far, in seconds from the clip's start.
  public internal(set) var duration = 0.0

  /// A report of nothing read yet.
  public init() {}
}
