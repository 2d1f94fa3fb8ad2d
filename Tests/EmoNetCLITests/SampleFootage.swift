// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

import Media
import Signal
import TestSupport

/// The sample clip's pictures and sound, decoded, to be written again in other forms.
struct SampleFootage: Sendable {
  static let path = "experiments/sample-clip/sample.avi"

  /// Canonical frames, 720x576.
  let frames: [VideoFrame]
  /// The sound at 48 kHz, a rate that every codec takes.
  let sound: AudioSamples

  /// Decodes the clip; throws `MediaError`.
  init() throws {
    let path = Checkout.path(Self.path)
    let reader = try VideoReader(path: path)
    var frames: [VideoFrame] = []
    while let frame = try reader.next() { frames.append(frame) }
    self.frames = frames
    sound =
      try AudioReader.read(path, sampleRate: 48_000)?.samples
      ?? AudioSamples(values: [], sampleRate: 48_000)
  }

  /// Writes the clip to `path`, its container named by the extension.
  ///
  /// - Parameters:
  ///   - track: how the picture is stored; nil for none.
  ///   - isKept: which frames are written, by place; all keep their times.
  ///   - hasSound: whether the sound is written.
  ///   - pixels: what is stored for a frame, in the track's size.
  func write(
    _ path: String, track: VideoTrack?, keeping isKept: (Int) -> Bool = { _ in true },
    hasSound: Bool = true, sound replaced: [Int16]? = nil,
    pixels: (VideoFrame) -> [UInt8] = \.pixels
  ) throws {
    let writer = try VideoWriter(
      path: path, video: track,
      audio: hasSound ? AudioTrack(sampleRate: sound.sampleRate, channels: 1) : nil)
    if track != nil {
      for (place, frame) in frames.enumerated() where isKept(place) {
        try writer.append(pixels: pixels(frame), at: Double(place) / 25)
      }
    }
    if hasSound { try writer.append(audio: replaced ?? sound.values) }
    try writer.finish()
  }

  /// The size in which the clip is stored when nothing is changed.
  static let whole = VideoTrack(width: 720, height: 576)
}

extension VideoFrame {
  /// The pixels `[height, width, 3]` of a picture of this size, each taken from the place that
  /// `source` names by row and column.
  func picked(
    height: Int, width: Int, from source: (_ row: Int, _ column: Int) -> (row: Int, column: Int)
  ) -> [UInt8] {
    [UInt8](unsafeUninitializedCapacity: height * width * 3) { buffer, count in
      for row in 0..<height {
        for column in 0..<width {
          let place = source(row, column)
          for colour in 0..<3 {
            buffer[(row * width + column) * 3 + colour] =
              pixels[(place.row * self.width + place.column) * 3 + colour]
          }
        }
      }
      count = height * width * 3
    }
  }
}
