// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

/// Where the frames of a picture come from: a file today; a camera, a pipe or a socket later.
///
/// The source itself puts its frames on the canonical grid and its times on one clock with the
/// sound beside it. Its errors are ``SourceError`` where they tell why in words. A source is used
/// from one thread at a time, whichever that is.
package protocol FrameSource: AnyObject {
  /// The next canonical frame, waiting for it where it is still to come; nil at the end, also when
  /// asked again.
  ///
  /// Throws when there is no frame at all, or when the source cannot go on.
  func next() throws -> VideoFrame?
  /// What has been read so far.
  var report: DecodingReport { get }
}

/// An error of a source of frames or sound that says why, so that its reader can go on with the
/// other one.
package protocol SourceError: Error {
  /// Whether there is no such picture or sound, rather than one that cannot be read.
  var isMissingStream: Bool { get }
  /// Whether the clip cannot be used at all: an answer by its other part would hide what is in it.
  var endsClip: Bool { get }
  /// Why, in words.
  var reason: String { get }
}

/// One canonical frame of a clip: the decoded frame nearest to `index` / 25 s, upright, with square
/// pixels.
package struct VideoFrame: Sendable {
  /// Places of the canonical grid in a second.
  package static let framesPerSecond = 25

  /// Position on the canonical grid of 25 frames a second, counted from 0.
  package let index: Int
  /// Presentation time of the decoded frame that stands here, in seconds from the clip's start.
  package let timestamp: Double
  /// Width in pixels, after rotation and with square pixels.
  package let width: Int
  /// Height in pixels, after rotation and with square pixels.
  package let height: Int
  /// Colours, `[height, width, 3]`, row-major, red green blue, 0 to 255.
  package let pixels: [UInt8]
  /// Whether it is the decoded frame of the canonical frame before it once more.
  package let isRepeat: Bool

  /// A frame from its parts; `pixels` must hold `height * width * 3` values.
  package init(
    index: Int, timestamp: Double, width: Int, height: Int, pixels: [UInt8], isRepeat: Bool = false
  ) {
    precondition(
      pixels.count == width * height * 3,
      "a \(width)x\(height) frame needs \(width * height * 3) values, not \(pixels.count)")
    self.index = index
    self.timestamp = timestamp
    self.width = width
    self.height = height
    self.pixels = pixels
    self.isRepeat = isRepeat
  }
}

/// What became of the picture of a clip while its canonical frames were read.
///
/// `canonicalFrames == decodedFrames - droppedFrames + duplicatedFrames`, once reading has ended.
package struct DecodingReport: Sendable, Equatable, Codable {
  /// Frames that the decoder gave.
  package var decodedFrames = 0
  /// Frames handed out on the grid of 25 a second.
  package var canonicalFrames = 0
  /// Canonical frames that repeat the decoded frame of the one before them.
  package var duplicatedFrames = 0
  /// Decoded frames that were nearest to no canonical time.
  package var droppedFrames = 0
  /// Timestamps that were missing or ran backwards and were replaced.
  package var repairedTimestamps = 0
  /// Packets and frames that were broken; the frames round them still come.
  package var errors = 0
  /// The first of these errors, in words.
  package var firstError: String?
  /// Where that was, in seconds from the clip's start.
  package var firstErrorPosition: Double?
  /// End of the last decoded frame so far, in seconds from the clip's start.
  package var duration = 0.0

  /// A report of nothing read yet.
  package init() {}
}
