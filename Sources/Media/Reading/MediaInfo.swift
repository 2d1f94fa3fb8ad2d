// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

import CFFmpeg

/// What a file holds, as its header says, without decoding it.
package struct MediaInfo: Sendable, Equatable {
  /// Whether there is a picture; cover art of a sound file is none.
  package let hasVideo: Bool
  /// Whether there is a sound stream.
  package let hasAudio: Bool
  /// Whether the file is a single picture.
  package let isStillPicture: Bool
  /// Length that the container states or that was estimated from its size, in seconds.
  let duration: Double?
  /// Length that the container states, in seconds; nil where it could only be estimated.
  package let statedDuration: Double?
  /// Stored width of the picture, in pixels, before rotation; 0 without picture.
  let width: Int
  /// Stored height of the picture, in pixels, before rotation; 0 without picture.
  let height: Int
  /// Width of a stored pixel divided by its height.
  let pixelAspectRatio: Double
  /// Frames a second on average; nil where the file does not say.
  let averageFrameRate: Double?
  /// Degrees clockwise by which the picture is turned to stand upright: 0, 90, 180 or 270.
  let rotation: Int
  /// Whether the picture is flipped from left to right before it is turned.
  let isMirrored: Bool
  /// FFmpeg's short name of the container, such as `avi`.
  let containerName: String
  /// FFmpeg's name of the picture's codec, such as `h264`.
  let videoCodec: String?
  /// FFmpeg's name of the sound's codec, such as `mp3`.
  let audioCodec: String?
  /// Channels of the sound; 0 without sound.
  let channels: Int
  /// Sample rate of the sound, in Hz; 0 without sound.
  let sampleRate: Int
  /// All tracks of picture and of sound, and the numbers of those that are read.
  package let videoTracks: [MediaTrack]
  package let audioTracks: [MediaTrack]
  package let videoTrack: Int?
  package let audioTrack: Int?

  /// Opens the file and tells what it holds.
  ///
  /// - Throws: ``MediaError`` of kind `unreadable` or `invalidData`, or `missingStream` when the
  ///   file holds neither picture nor sound.
  package static func probe(_ path: String) throws -> MediaInfo {
    try MediaInfo(Demuxer(path: path).header)
  }

  init(_ file: FileHeader) throws {
    guard file.video != nil || file.audio != nil else {
      throw MediaError(
        kind: .missingStream, path: file.path, operation: "find picture or sound",
        reason: "the file holds \(file.contents)")
    }
    let video = file.video?.parameters.pointee
    let audio = file.audio?.parameters.pointee
    hasVideo = video != nil
    hasAudio = audio != nil
    isStillPicture = video != nil && file.isStillPicture
    duration = isStillPicture ? nil : file.duration
    statedDuration = isStillPicture ? nil : file.statedDuration
    width = Int(video?.width ?? 0)
    height = Int(video?.height ?? 0)
    pixelAspectRatio = file.video?.pixelAspect ?? 1
    averageFrameRate = isStillPicture ? nil : file.video?.averageFrameRate
    let orientation = file.video?.orientation ?? .upright
    rotation = orientation.clockwise
    isMirrored = orientation.isMirrored
    containerName = file.containerName
    videoCodec = file.video?.codecName
    audioCodec = file.audio?.codecName
    channels = Int(audio?.ch_layout.nb_channels ?? 0)
    sampleRate = Int(audio?.sample_rate ?? 0)
    videoTracks = file.videoTracks
    audioTracks = file.audioTracks
    videoTrack = file.video?.number
    audioTrack = file.audio?.number
  }
}
