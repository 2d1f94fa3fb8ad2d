// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

import CFFmpeg

/// What a file says of itself once it is opened, copied, so that it stays the same while packets
/// are read.
struct FileHeader: Sendable {
  let path: String
  /// Whether it is a plain file, which can be opened once more, rather than a pipe.
  let isRegular: Bool
  /// FFmpeg's short name of the container, such as `avi` or `mov,mp4,m4a,3gp,3g2,mj2`.
  let containerName: String
  /// The stream of the picture, cover art and thumbnails left out.
  let video: StreamHeader?
  /// The stream of the sound.
  let audio: StreamHeader?
  /// The streams of sound that may stand in for one in which nothing is heard, best first.
  let otherAudio: [StreamHeader]
  /// All tracks of picture and of sound, cover art and thumbnails left out.
  let videoTracks: [MediaTrack]
  let audioTracks: [MediaTrack]
  /// The earlier start of picture and sound on the container's clock, in seconds.
  ///
  /// Nil when neither is stated; time then counts from the first decoded frame.
  let start: Double?
  /// Length that the container states or that FFmpeg estimated, in seconds.
  let duration: Double?
  /// Length that the header states, in seconds; nil where it could only be estimated.
  let statedDuration: Double?
  /// Why there is no stream of the kind looked for: what the file does hold.
  let contents: String

  /// Whether the file is one picture rather than a stream of them.
  var isStillPicture: Bool {
    containerName == "image2" || containerName.hasSuffix("_pipe")
  }
}

extension FileHeader {
  private typealias Stream = UnsafeMutablePointer<AVStream>

  /// Copies what an opened file says; throws ``MediaError`` when a track that is asked for is not there.
  init(
    of context: UnsafeMutablePointer<AVFormatContext>, path: String, isRegular: Bool,
    tracks: TrackSelection
  ) throws {
    self.path = path
    self.isRegular = isRegular
    let streams = (0..<Int(context.pointee.nb_streams)).compactMap { context.pointee.streams?[$0] }
    let name = context.pointee.iformat.map { String(cString: $0.pointee.name) } ?? ""
    containerName = name
    let pictures = FileTracks(AVMEDIA_TYPE_VIDEO, of: streams)
    let video = try pictures.chosen(tracks.video.map { .number($0) }, path, in: nil).first
    let sounds = FileTracks(AVMEDIA_TYPE_AUDIO, of: streams)
    let chosen = try sounds.chosen(
      tracks.audio, path, in: video.flatMap { FileTracks.programme(of: $0, in: context) })
    let audio = chosen.first
    let priming = audio.map { Self.unstatedPriming(of: $0, in: name) } ?? 0
    self.video = video.map {
      StreamHeader(of: $0, in: context, priming: 0, number: pictures.number(of: $0))
    }
    self.audio = audio.map {
      StreamHeader(of: $0, in: context, priming: priming, number: sounds.number(of: $0))
    }
    otherAudio = chosen.dropFirst().map {
      StreamHeader(
        of: $0, in: context, priming: Self.unstatedPriming(of: $0, in: name),
        number: sounds.number(of: $0))
    }
    videoTracks = pictures.tracks
    audioTracks = sounds.tracks
    start = [
      video.flatMap { seconds($0.pointee.start_time, $0.pointee.time_base) },
      audio.flatMap { Self.start(ofAudio: $0, priming: priming) },
    ].compactMap { $0 }.min()
    let length = context.pointee.duration
    let duration =
      length != emonet_AV_NOPTS_VALUE && length > 0 ? Double(length) / Double(AV_TIME_BASE) : nil
    self.duration = duration
    let isEstimate = context.pointee.duration_estimation_method == AVFMT_DURATION_FROM_BITRATE
    let counted = name == "avi" ? video.flatMap(Self.countedDuration) : nil
    statedDuration = [isEstimate ? nil : duration, counted].compactMap { $0 }.max()
    contents = Self.contents(of: streams, hasVideo: video != nil, hasAudio: audio != nil)
  }

  /// Samples that the sound's encoder put before it, in a container with no place to say so.
  ///
  /// They are silence that the clip did not have. AAC has a frame of them, since a frame needs the
  /// one before it; MP3 as many as LAME's usual delay and the decoder's together. Other containers
  /// state their number, and FFmpeg takes them away.
  private static func unstatedPriming(of audio: Stream, in containerName: String) -> Int32 {
    let parameters = audio.pointee.codecpar.pointee
    guard ["avi", "matroska,webm", "mpegts"].contains(containerName),
      parameters.initial_padding == 0
    else { return 0 }
    switch parameters.codec_id {
    case AV_CODEC_ID_AAC: return 1024
    case AV_CODEC_ID_MP3: return 576 + 529
    default: return 0
    }
  }

  private static func start(ofAudio audio: Stream, priming unstated: Int32) -> Double? {
    guard let start = seconds(audio.pointee.start_time, audio.pointee.time_base) else { return nil }
    // The decoder takes the encoder's priming samples away, so they are no part of the clip.
    let parameters = audio.pointee.codecpar.pointee
    let stated = start < 0 ? max(0, parameters.initial_padding) : 0
    let priming = stated > 0 ? stated : unstated
    guard priming > 0, parameters.sample_rate > 0 else { return start }
    return start + Double(priming) / Double(parameters.sample_rate)
  }

  /// FFmpeg shortens what a cut AVI states to what there is; the number of frames stays.
  private static func countedDuration(of video: Stream) -> Double? {
    guard video.pointee.nb_frames > 0 else { return nil }
    return video.pointee.avg_frame_rate.positiveValue.map { Double(video.pointee.nb_frames) / $0 }
  }

  private static func contents(of streams: [Stream], hasVideo: Bool, hasAudio: Bool) -> String {
    let types = Set(streams.map { $0.pointee.codecpar.pointee.codec_type })
    if streams.isEmpty { return "no stream at all" }
    if types == [AVMEDIA_TYPE_SUBTITLE] { return "subtitles only" }
    if types == [AVMEDIA_TYPE_AUDIO] { return "sound only" }
    if !hasVideo, hasAudio { return "sound and cover art or data only" }
    if !hasAudio, hasVideo { return "picture only" }
    return "neither picture nor sound"
  }
}

/// What a file says of one of its streams, and what its decoder needs to know.
final class StreamHeader: @unchecked Sendable {
  /// Of the stream in its file, from 0.
  let index: Int32
  /// Of the track among those of its kind, from 1.
  let number: Int
  /// Whether its content is encrypted.
  let isEncrypted: Bool
  /// Seconds of a step of its timestamps.
  let timeBase: AVRational
  /// Codec and format; never changed.
  let parameters: UnsafePointer<AVCodecParameters>
  /// FFmpeg's name of the codec, such as `h264`.
  let codecName: String
  /// Samples that the decoder is to drop from the stream's start.
  let priming: Int32
  /// Frames a second on average, and those that fit all timestamps, where the file says so.
  let averageFrameRate: Double?
  let baseFrameRate: Double?
  /// How its pictures are to be turned.
  let orientation: Orientation
  /// Width of a stored pixel by its height; nil where neither container nor codec says so.
  let pixelAspect: Double?
  private let containerAspect: Double?

  fileprivate init(
    of stream: UnsafeMutablePointer<AVStream>, in context: UnsafeMutablePointer<AVFormatContext>,
    priming: Int32, number: Int
  ) {
    guard let copy = avcodec_parameters_alloc(),
      avcodec_parameters_copy(copy, stream.pointee.codecpar) >= 0
    else { preconditionFailure("out of memory") }
    parameters = UnsafePointer(copy)
    codecName = String(cString: avcodec_get_name(copy.pointee.codec_id))
    index = stream.pointee.index
    self.number = number
    // Common encryption, and the marks of stores that sold what only their own players open.
    isEncrypted =
      av_stream_get_side_data(stream, AV_PKT_DATA_ENCRYPTION_INIT_INFO, nil) != nil
      || ["encv", "enca", "drmi", "drms"].contains { tag in
        tag.utf8.reversed().reduce(0) { $0 << 8 | UInt32($1) } == copy.pointee.codec_tag
      }
    timeBase = stream.pointee.time_base
    self.priming = priming
    averageFrameRate = stream.pointee.avg_frame_rate.positiveValue
    baseFrameRate = stream.pointee.r_frame_rate.positiveValue
    orientation = Orientation(of: stream)
    containerAspect = stream.pointee.sample_aspect_ratio.positiveValue
    pixelAspect = av_guess_sample_aspect_ratio(context, stream, nil).positiveValue
  }

  deinit {
    var parameters: UnsafeMutablePointer<AVCodecParameters>? = UnsafeMutablePointer(
      mutating: parameters)
    avcodec_parameters_free(&parameters)
  }

  /// Width of the pixels of a decoded frame by their height: the container's word, else the
  /// frame's.
  func pixelAspect(of frame: Frame) -> Double {
    containerAspect ?? frame.pointer.pointee.sample_aspect_ratio.positiveValue ?? 1
  }
}
