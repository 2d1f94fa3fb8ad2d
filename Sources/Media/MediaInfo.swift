// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

internal import CFFmpeg

/// What a file holds, as its header says, without decoding it.
public struct MediaInfo: Sendable, Equatable {
  /// Whether there is a picture; cover art of a sound file is none.
  public let hasVideo: Bool
  /// Whether there is a sound stream.
  public let hasAudio: Bool
  /// Whether the file is a single picture.
  public let isStillPicture: Bool
  /// Length that the container states or that was estimated from its size, in seconds.
  public let duration: Double?
  /// Length that the container states, in seconds; nil where it could only be estimated.
  public let statedDuration: Double?
  /// Stored width of the picture, in pixels, before rotation; 0 without picture.
  public let width: Int
  /// Stored height of the picture, in pixels, before rotation; 0 without picture.
  public let height: Int
  /// Width of a stored pixel divided by its height.
  public let pixelAspectRatio: Double
  /// Frames a second on average; nil where the file does not say.
  public let averageFrameRate: Double?
  /// Degrees clockwise by which the picture is turned to stand upright: 0, 90, 180 or 270.
  public let rotation: Int
  /// Whether the picture is flipped from left to right before it is turned.
  public let isMirrored: Bool
  /// FFmpeg's short name of the container, such as `avi`.
  public let containerName: String
  /// FFmpeg's name of the picture's codec, such as `h264`.
  public let videoCodec: String?
  /// FFmpeg's name of the sound's codec, such as `mp3`.
  public let audioCodec: String?
  /// Channels of the sound; 0 without sound.
  public let channels: Int
  /// Sample rate of the sound, in Hz; 0 without sound.
  public let sampleRate: Int

  /// Opens the file and tells what it holds.
  ///
  /// - Throws: ``MediaError`` of kind `unreadable` or `invalidData`, or `missingStream` when the
  ///   file holds neither picture nor sound.
  public static func probe(_ path: String) throws -> MediaInfo {
    let demuxer = try Demuxer(path: path)
    guard demuxer.picture != nil || demuxer.sound != nil else {
      throw MediaError(
        kind: .missingStream, path: path, operation: "find picture or sound",
        reason: "the file holds \(demuxer.contents)")
    }
    return MediaInfo(demuxer)
  }

  private init(_ demuxer: Demuxer) {
    let picture = demuxer.picture?.pointee.codecpar.pointee
    let sound = demuxer.sound?.pointee.codecpar.pointee
    hasVideo = picture != nil
    hasAudio = sound != nil
    isStillPicture = picture != nil && demuxer.isStillPicture
    duration = isStillPicture ? nil : demuxer.duration
    statedDuration = isStillPicture ? nil : demuxer.statedDuration
    width = Int(picture?.width ?? 0)
    height = Int(picture?.height ?? 0)
    let aspect = demuxer.picture.map {
      av_guess_sample_aspect_ratio(demuxer.context, $0, nil)
    }
    pixelAspectRatio = aspect?.positiveValue ?? 1
    averageFrameRate =
      isStillPicture ? nil : demuxer.picture?.pointee.avg_frame_rate.positiveValue
    let orientation = demuxer.picture.map { Orientation(of: $0) } ?? .upright
    rotation = orientation.clockwise
    isMirrored = orientation.isMirrored
    containerName = demuxer.containerName
    videoCodec = picture.map { String(cString: avcodec_get_name($0.codec_id)) }
    audioCodec = sound.map { String(cString: avcodec_get_name($0.codec_id)) }
    channels = Int(sound?.ch_layout.nb_channels ?? 0)
    sampleRate = Int(sound?.sample_rate ?? 0)
  }
}
