// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

public import Media

internal import Foundation

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
    let sound = try AudioReader.read(source).flatMap { samples, report -> [Int16]? in
      let skipped = report.leadingSilence + soundOffset
      let values = samples.values.dropFirst(
        Int((skipped * Double(samples.sampleRate)).rounded()))
      return values.isEmpty ? nil : Array(values)
    }
    let reader = try MediaInfo.probe(source).hasVideo ? VideoReader(path: source) : nil
    let first = try reader?.next()
    let soundTrack = sound.map { _ in
      var track = SoundTrack()
      track.bitRate = soundBitRate
      return track
    }
    guard first != nil || soundTrack != nil else {
      throw TrainingError(reason: "\(source): neither picture nor sound to store again")
    }
    let writer = try VideoWriter(
      path: target, container: container, picture: first.map(pictureTrack), sound: soundTrack)
    var next = first
    while let frame = next {
      try writer.append(frame)
      next = try reader?.next()
    }
    if let sound { try writer.append(sound: sound) }
    try writer.finish()
  }

  private func pictureTrack(for frame: VideoFrame) -> PictureTrack {
    var track = PictureTrack(width: frame.width, height: frame.height)
    let pixels = Double(frame.width * frame.height)
    track.bitRate = Int(pixels * track.frameRate * pictureBitsPerPixel)
    return track
  }
}
