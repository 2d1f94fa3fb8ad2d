// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

import CFFmpeg
import Glibc

/// What became of an attempt to read a packet.
enum PacketReading {
  case packet
  /// FFmpeg's code, and more words where there are any; the next attempt may succeed.
  case failure(Int32, String?)
  /// The end; with a code where it came from the system that reads the file.
  case end(Int32?)
}

/// An opened container and its packets in file order.
final class Demuxer {
  /// What the file says of itself.
  let header: FileHeader
  /// Whether FFmpeg met something wrong while reading and passed over it.
  private(set) var hasFoundDamage = false
  /// Whether the file's end was met in what was read last.
  private var hasMetEnd = false
  private let context: UnsafeMutablePointer<AVFormatContext>

  /// Opens the file and reads enough of it to know its streams.
  ///
  /// - Throws: ``MediaError`` of kind `unreadable` or `invalidData`, the latter also when a track that
  ///   is asked for is not there.
  init(path: String, tracks: TrackSelection = .usual, limits: MediaLimits = .current) throws {
    _ = FFmpegLibrary.quiet
    let isRegular = try Demuxer.checkReadable(path)
    if isRegular, let reason = FileSignature.objection(path) {
      throw MediaError(kind: .invalidData, path: path, operation: "open", reason: reason)
    }

    var options: OpaquePointer?
    defer { av_dict_free(&options) }
    // Nothing is ever fetched, and no play list is followed.
    av_dict_set(&options, "protocol_whitelist", "file", 0)
    av_dict_set(&options, "format_whitelist", Demuxer.mediaFormats.joined(separator: ","), 0)
    // `take%02d.png` is a file's name, not a pattern.
    av_dict_set(&options, "pattern_type", "none", 0)
    av_dict_set_int(&options, "max_streams", Int64(limits.streams), 0)
    av_dict_set_int(&options, "probesize", Int64(max(limits.probe, 32)), 0)

    var opened = avformat_alloc_context()
    opened?.pointee.io_open = Demuxer.openNamedFileOnly
    let (status, message) = FFmpegLibrary.withFirstMessage { () -> Int32 in
      // The prefix keeps a colon in the path from being read as a protocol.
      let status = avformat_open_input(&opened, "file:" + path, nil, &options)
      guard status >= 0, let opened else { return status }
      return Demuxer.findStreams(opened, limits)
    }
    guard status >= 0, let context = opened else {
      avformat_close_input(&opened)
      let isText = message?.contains("whitelist") ?? false
      let reason = [FFmpegLibrary.text(status), message].compactMap { $0 }.joined(separator: ": ")
      throw MediaError(
        kind: [EMFILE, ENFILE, ENOMEM].contains(-status) ? .unreadable : .invalidData, path: path,
        operation: "open", code: status,
        reason: isText ? "text or a play list, not a media file" : reason)
    }
    self.context = context
    do {
      header = try FileHeader(of: context, path: path, isRegular: isRegular, tracks: tracks)
    } catch {
      avformat_close_input(&opened)
      throw error
    }
  }

  deinit {
    var context: UnsafeMutablePointer<AVFormatContext>? = context
    avformat_close_input(&context)
  }

  /// Reads the next packet into `packet`, which is empty after anything else than a packet.
  ///
  /// Packets of streams that were let go may still come.
  func read(into packet: Packet) -> PacketReading {
    let (status, message) = FFmpegLibrary.withFirstMessage {
      var status: Int32
      repeat {
        av_packet_unref(packet.pointer)
        status = av_read_frame(context, packet.pointer)
      } while status == emonet_AVERROR_EAGAIN
      return status
    }
    if message != nil { hasFoundDamage = true }
    if status >= 0 {
      checkEnd()
      return .packet
    }
    guard status == emonet_AVERROR_EOF else { return .failure(status, nil) }
    let error = context.pointee.pb?.pointee.error ?? 0
    return .end(error < 0 && error != emonet_AVERROR_EOF ? error : nil)
  }

  /// Whether the end that was read is that of every stream, not only of one that is broken.
  ///
  /// FFmpeg goes by the index of an MP4 and takes a packet that should lie behind the file's end
  /// for the end, though other streams may go on. Each attempt to read on uses an entry of the
  /// index up.
  func isAtEndOfAllStreams() -> Bool {
    guard goesByIndex, isAtEndOfFile else { return true }
    let entries = (0..<Int(context.pointee.nb_streams)).reduce(0) {
      $0 + Int(avformat_index_get_entries_count(context.pointee.streams?[$1]))
    }
    let packet = Packet()
    for _ in 0...entries {
      guard case .end(nil) = read(into: packet) else { return false }
    }
    return true
  }

  /// Tells a packet that should lie behind the file's end from what else FFmpeg gives after one.
  ///
  /// It hands out what its parsers of all streams still hold, and the end is forgotten.
  private func checkEnd() {
    if isAtEndOfFile ? goesByIndex : hasMetEnd { hasFoundDamage = true }
    hasMetEnd = isAtEndOfFile
  }

  private var isAtEndOfFile: Bool { context.pointee.pb?.pointee.eof_reached == 1 }

  /// Whether packets are sought where an index says, so that the file's end is met by mistake only.
  private var goesByIndex: Bool { header.containerName.hasPrefix("mov") }

  /// Has packets of every stream but those with these indices dropped while reading, from now on.
  func keepOnly(_ kept: some Collection<Int32>) {
    for index in 0..<Int(context.pointee.nb_streams) where !kept.contains(Int32(index)) {
      context.pointee.streams?[index]?.pointee.discard = AVDISCARD_ALL
    }
  }
}

extension Demuxer {
  /// The names of FFmpeg's formats but those that render text as pictures, follow play lists, or open
  /// a neighbour of the file that is named.
  private static let mediaFormats: [String] = {
    let refused: Set<String> = [
      "tty", "bin", "xbin", "adf", "idf", "concat", "hls", "dash", "imf", "sdp", "rtsp",
      "ffmetadata", "webm_dash_manifest", "vobsub", "vapoursynth", "avisynth", "lavfi", "dvdvideo",
    ]
    var names: [String] = []
    var state: UnsafeMutableRawPointer?
    while let format = av_demuxer_iterate(&state) {
      let name = String(cString: format.pointee.name)
      if !refused.contains(name) { names.append(name) }
    }
    return names
  }()

  /// Opens the file that was named, and no other that it refers to.
  private static let openNamedFileOnly:
    @convention(c) (
      UnsafeMutablePointer<AVFormatContext>?,
      UnsafeMutablePointer<UnsafeMutablePointer<AVIOContext>?>?, UnsafePointer<CChar>?, Int32,
      UnsafeMutablePointer<OpaquePointer?>?
    ) -> Int32 = { context, io, url, flags, options in
      guard let context, let url, let own = context.pointee.url, strcmp(url, own) == 0 else {
        return -EACCES
      }
      return avio_open2(io, url, flags, &context.pointee.interrupt_callback, options)
    }

  /// Reads what is needed to know the streams, within the limits: a picture may be decoded for it.
  private static func findStreams(
    _ context: UnsafeMutablePointer<AVFormatContext>, _ limits: MediaLimits
  ) -> Int32 {
    let count = Int(context.pointee.nb_streams)
    // One more than there are, since an array of none has no address.
    var options = [OpaquePointer?](repeating: nil, count: count + 1)
    for index in 0..<count {
      av_dict_set_int(&options[index], "max_pixels", Int64(limits.pixels), 0)
    }
    defer { for index in 0..<count { av_dict_free(&options[index]) } }
    return avformat_find_stream_info(context, &options)
  }

  /// Names what the system would only say in a number; tells whether it is a plain file.
  private static func checkReadable(_ path: String) throws -> Bool {
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
    let isRegular = status.st_mode & S_IFMT == S_IFREG
    guard !isRegular || status.st_size > 0 else {
      throw fail(.invalidData, "the file is empty")
    }
    return isRegular
  }

  private static func systemText(_ code: Int32) -> String {
    switch code {
    case ENOENT: "no such file"
    case EMFILE, ENFILE: "too many open files"
    case EACCES: "no permission to read it"
    default: FFmpegLibrary.text(-code)
    }
  }
}
