// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

import Files
import Signal
public import Media

import Foundation

/// A way of storing a clip once more, as people do who cut, share and convert it.
///
/// Training reads each clip also as it comes out of such files, so that what codecs change is not
/// taken for emotion.
public struct ClipRecoding: Codable, Sendable, Equatable {
  /// Kind of file; its usual codecs are used.
  public var container: MediaContainer
  /// Bits for each pixel of each frame.
  public var pictureBitsPerPixel: Double
  /// Bits a second.
  public var soundBitRate: Int
  /// Seconds of sound left out at the start: analysis frames then fall between the former ones.
  public var soundOffset: Double

  /// Writes the clip at `source` to `target`; a part that it lacks is missing there too.
  func write(_ source: String, to target: String) throws {
    let file = try MediaFile(path: source, expected: [.video, .audio])
    let video = try file.info.hasVideo ? file.video() : nil
    let samples = try samples(of: file)
    let first = try video?.next()
    guard first != nil || !samples.isEmpty else {
      throw FileError(
        .malformed, path: source, reason: "neither picture nor sound to store again")
    }
    var audioTrack = AudioTrack()
    audioTrack.bitRate = soundBitRate
    let writer = try VideoWriter(
      path: target, container: container, video: first.map(videoTrack),
      audio: samples.isEmpty ? nil : audioTrack)
    var next = first
    while let frame = next {
      try writer.append(frame)
      next = try video?.next()
    }
    if !samples.isEmpty { try writer.append(audio: samples) }
    try writer.finish()
  }

  /// The recorded sound at 16 kHz behind the offset; empty without one.
  private func samples(of file: MediaFile) throws -> [Int16] {
    guard let audio = file.audio() else { return [] }
    var values: [Int16] = []
    while let piece = try audio.next() { values += piece.values }
    let skipped = audio.report.leadingSilence + soundOffset
    let rate = Double(AudioSamples.canonicalSampleRate)
    return Array(values.dropFirst(Int((skipped * rate).rounded())))
  }

  private func videoTrack(for frame: VideoFrame) -> VideoTrack {
    var track = VideoTrack(width: frame.width, height: frame.height)
    let pixels = Double(frame.width * frame.height)
    track.bitRate = Int(pixels * track.frameRate * pictureBitsPerPixel)
    return track
  }
}
