// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

internal import CFFmpeg
internal import Glibc

/// An opened container: its streams, its clock, and its packets in file order.
final class Demuxer {
  let path: String
  let context: UnsafeMutablePointer<AVFormatContext>

  /// Opens the file and reads enough of it to know its streams.
  ///
  /// - Throws: ``MediaError`` of kind `unreadable` or `invalidData`.
  init(path: String) throws {
    _ = FFmpegLibrary.quiet
    self.path = path
    try Demuxer.checkReadable(path)

    var options: OpaquePointer?
    defer { av_dict_free(&options) }
    // Nothing is ever fetched, and no play list is followed.
    av_dict_set(&options, "protocol_whitelist", "file", 0)
    av_dict_set(&options, "format_whitelist", Demuxer.mediaFormats, 0)
    // `take%02d.png` is a file's name, not a pattern.
    av_dict_set(&options, "pattern_type", "none", 0)

    var opened: UnsafeMutablePointer<AVFormatContext>?
    let (status, message) = FFmpegLibrary.withFirstMessage { () -> Int32 in
      // The prefix keeps a colon in the path from being read as a protocol.
      let status = avformat_open_input(&opened, "file:" + path, nil, &options)
      guard status >= 0 else { return status }
      return avformat_find_stream_info(opened, nil)
    }
    guard status >= 0, let context = opened else {
      avformat_close_input(&opened)
      let isText = message?.contains("whitelist") ?? false
      let reason = [FFmpegLibrary.text(status), message].compactMap { $0 }.joined(separator: ": ")
      throw MediaError(
        kind: .invalidData, path: path, operation: "open", code: status,
        reason: isText ? "text or a play list, not a media file" : reason)
    }
    self.context = context
  }

  deinit {
    var context: UnsafeMutablePointer<AVFormatContext>? = context
    avformat_close_input(&context)
  }

  /// FFmpeg's short name of the container, such as `avi` or `mov,mp4,m4a,3gp,3g2,mj2`.
  var containerName: String { Demuxer.name(of: context) }

  /// Whether the file is one picture rather than a stream of them.
  var isStillPicture: Bool {
    containerName == "image2" || containerName.hasSuffix("_pipe")
  }

  /// Length that the container states or that FFmpeg estimated, in seconds.
  var duration: Double? {
    guard context.pointee.duration != emonet_AV_NOPTS_VALUE, context.pointee.duration > 0 else {
      return nil
    }
    return Double(context.pointee.duration) / Double(AV_TIME_BASE)
  }

  /// Length that the header states, in seconds; nil where it could only be estimated.
  var statedDuration: Double? {
    let isEstimate = context.pointee.duration_estimation_method == AVFMT_DURATION_FROM_BITRATE
    // FFmpeg shortens what a cut AVI states to what there is; the number of frames stays.
    let counted = picture.flatMap { stream -> Double? in
      guard containerName == "avi", stream.pointee.nb_frames > 0 else { return nil }
      return stream.pointee.avg_frame_rate.positiveValue.map {
        Double(stream.pointee.nb_frames) / $0
      }
    }
    return [isEstimate ? nil : duration, counted].compactMap { $0 }.max()
  }

  /// The stream of the picture, cover art and thumbnails left out.
  var picture: UnsafeMutablePointer<AVStream>? { best(AVMEDIA_TYPE_VIDEO) }

  /// The stream of the sound.
  var sound: UnsafeMutablePointer<AVStream>? { best(AVMEDIA_TYPE_AUDIO) }

  /// The earlier start of picture and sound on the container's clock, in seconds.
  ///
  /// Nil when neither is stated; time then counts from the first decoded frame.
  var start: Double? {
    [picture, sound].compactMap { $0.flatMap(start(of:)) }.min()
  }

  /// Reads the next packet into `packet`; FFmpeg's status, negative at the end or on an error.
  func read(into packet: Packet) -> Int32 {
    av_packet_unref(packet.pointer)
    return av_read_frame(context, packet.pointer)
  }

  /// Has packets of every other stream dropped while reading.
  func keepOnly(_ stream: UnsafeMutablePointer<AVStream>) {
    for other in streams where other != stream {
      other.pointee.discard = AVDISCARD_ALL
    }
  }

  /// Why there is no stream of the kind looked for: what the file does hold.
  var contents: String {
    let types = Set(streams.map { $0.pointee.codecpar.pointee.codec_type })
    if streams.isEmpty { return "no stream at all" }
    if types == [AVMEDIA_TYPE_SUBTITLE] { return "subtitles only" }
    if types == [AVMEDIA_TYPE_AUDIO] { return "sound only" }
    if picture == nil, sound != nil { return "sound and cover art or data only" }
    if sound == nil, picture != nil { return "picture only" }
    return "neither picture nor sound"
  }
}

extension Demuxer {
  /// The names of FFmpeg's formats but those that render text as pictures or follow play lists.
  private static let mediaFormats: String = {
    let refused: Set<String> = [
      "tty", "bin", "xbin", "adf", "idf", "concat", "hls", "dash", "imf", "sdp", "rtsp",
      "ffmetadata", "webm_dash_manifest",
    ]
    var names: [String] = []
    var state: UnsafeMutableRawPointer?
    while let format = av_demuxer_iterate(&state) {
      let name = String(cString: format.pointee.name)
      if !refused.contains(name) { names.append(name) }
    }
    return names.joined(separator: ",")
  }()

  private static func name(of context: UnsafeMutablePointer<AVFormatContext>) -> String {
    context.pointee.iformat.map { String(cString: $0.pointee.name) } ?? ""
  }

  private var streams: [UnsafeMutablePointer<AVStream>] {
    (0..<Int(context.pointee.nb_streams)).compactMap { context.pointee.streams?[$0] }
  }

  /// The first default stream of the kind that can be decoded, else the first one that can.
  private func best(_ type: AVMediaType) -> UnsafeMutablePointer<AVStream>? {
    let hidden = AV_DISPOSITION_ATTACHED_PIC | AV_DISPOSITION_TIMED_THUMBNAILS
    let candidates = streams.filter {
      $0.pointee.codecpar.pointee.codec_type == type && $0.pointee.disposition & hidden == 0
    }
    let decodable = candidates.filter {
      avcodec_find_decoder($0.pointee.codecpar.pointee.codec_id) != nil
    }
    return decodable.first { $0.pointee.disposition & AV_DISPOSITION_DEFAULT != 0 }
      ?? decodable.first ?? candidates.first
  }

  /// Samples that the sound's encoder put before it, in a container with no place to say so.
  ///
  /// They are silence that the clip did not have. AAC has a frame of them, since a frame needs the one
  /// before it; MP3 as many as LAME's usual delay and the decoder's together. Other containers state
  /// their number, and FFmpeg takes them away.
  var unstatedPriming: Int32 {
    guard ["avi", "matroska,webm", "mpegts"].contains(containerName),
      let parameters = sound?.pointee.codecpar.pointee, parameters.initial_padding == 0
    else { return 0 }
    switch parameters.codec_id {
    case AV_CODEC_ID_AAC: return 1024
    case AV_CODEC_ID_MP3: return 576 + 529
    default: return 0
    }
  }

  private func start(of stream: UnsafeMutablePointer<AVStream>) -> Double? {
    guard let start = seconds(stream.pointee.start_time, stream.pointee.time_base) else {
      return nil
    }
    guard stream == sound else { return start }
    // The decoder takes the encoder's priming samples away, so they are no part of the clip.
    let parameters = stream.pointee.codecpar.pointee
    let stated = start < 0 ? max(0, parameters.initial_padding) : 0
    let priming = stated > 0 ? stated : unstatedPriming
    guard priming > 0, parameters.sample_rate > 0 else { return start }
    return start + Double(priming) / Double(parameters.sample_rate)
  }

  /// Names what the system would only say in a number.
  private static func checkReadable(_ path: String) throws {
    func fail(_ kind: MediaError.Kind, _ reason: String, _ code: Int32? = nil) -> MediaError {
      MediaError(kind: kind, path: path, operation: "open", code: code, reason: reason)
    }
    guard !path.isEmpty, !path.utf8.contains(0) else {
      throw fail(.unreadable, "the path is empty or holds a zero byte")
    }
    var status = stat()
    guard stat(path, &status) == 0 else {
      let code = errno
      throw fail(.unreadable, systemText(code), -code)
    }
    guard status.st_mode & S_IFMT != S_IFDIR else {
      throw fail(.unreadable, "it is a directory", -EISDIR)
    }
    guard access(path, R_OK) == 0 else {
      let code = errno
      throw fail(.unreadable, systemText(code), -code)
    }
    guard status.st_mode & S_IFMT != S_IFREG || status.st_size > 0 else {
      throw fail(.invalidData, "the file is empty")
    }
  }

  private static func systemText(_ code: Int32) -> String {
    switch code {
    case ENOENT: "no such file"
    case EACCES: "no permission to read it"
    default: FFmpegLibrary.text(-code)
    }
  }
}
