// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

import CFFmpeg

/// The decoded frames of one stream, in the order of presentation, past whatever is broken.
final class StreamDecoder {
  let stream: StreamHeader
  /// Broken packets and frames so far.
  ///
  /// A decoder that conceals damage marks the frame, or only says so in its log, or both.
  var errors: Int { failures + max(concealed, markedFrames) }
  /// The first of them.
  private(set) var firstError: MediaError?
  /// Whether it ended since its content is encrypted.
  private(set) var isEncrypted = false
  /// Why the system refused the rest of the stream; nil where it did not.
  var refusal: MediaError? { packets.refusal }

  private let file: FileHeader
  private let packets: PacketStream
  private let context: UnsafeMutablePointer<AVCodecContext>
  private let packet = Packet()
  private let operation: String
  private var failures = 0
  private var concealed = 0
  private var markedFrames = 0
  private var isDraining = false
  /// Samples that the decoder is still to be told to drop from the stream's start.
  private var priming: Int32
  private var failuresInARow = 0

  /// A decoder of a stream of `file` that reads it to its end.
  ///
  /// - Parameters:
  ///   - operation: verb phrase for messages, such as `decode the picture`.
  ///   - threads: threads that the codec may use; the frames do not depend on it, but damage that a
  ///     decoder conceals is told from its log, which is heard for one thread only.
  init(_ file: MediaFile, _ stream: StreamHeader, operation: String, threads: Int) throws {
    self.file = file.header
    self.stream = stream
    self.operation = operation
    packets = file.packets(of: stream)
    priming = stream.priming
    let path = file.header.path
    func fail(_ kind: MediaError.Kind, _ code: Int32?, _ reason: String) -> MediaError {
      MediaError(kind: kind, path: path, operation: operation, code: code, reason: reason)
    }
    let name = stream.codecName
    guard !stream.isEncrypted else { throw fail(.unsupported, nil, StreamDecoder.encrypted) }
    guard let codec = avcodec_find_decoder(stream.parameters.pointee.codec_id) else {
      throw fail(.unsupported, nil, "FFmpeg has no decoder for the codec \(name)")
    }
    guard let context = avcodec_alloc_context3(codec) else { preconditionFailure("out of memory") }
    self.context = context
    var status = avcodec_parameters_to_context(context, stream.parameters)
    guard status >= 0 else { throw fail(.invalidData, status, FFmpegLibrary.text(status)) }
    context.pointee.pkt_timebase = stream.timeBase
    context.pointee.thread_count = Int32(clamping: threads)
    context.pointee.max_pixels = Int64(MediaLimits.current.pixels)
    status = avcodec_open2(context, codec, nil)
    guard status >= 0 else {
      throw fail(.invalidData, status, "the codec \(name): \(FFmpegLibrary.text(status))")
    }
  }

  deinit {
    var context: UnsafeMutablePointer<AVCodecContext>? = context
    avcodec_free_context(&context)
  }

  /// The next frame, or nil at the end of the stream.
  func next() -> Frame? {
    let frame = Frame()
    while true {
      let (status, message) = FFmpegLibrary.withFirstMessage {
        avcodec_receive_frame(context, frame.pointer)
      }
      if let message, status >= 0 || status == emonet_AVERROR_EAGAIN {
        concealed += 1
        keep(emonet_AVERROR_INVALIDDATA, message, at: packetStamp)
      }
      if status >= 0 {
        failuresInARow = 0
        let isMarked = frame.pointer.pointee.flags & AV_FRAME_FLAG_CORRUPT != 0
        if isMarked || frame.pointer.pointee.decode_error_flags != 0 {
          markedFrames += 1
          keep(emonet_AVERROR_INVALIDDATA, "a damaged frame", at: stamp(of: frame))
        }
        return frame
      }
      if status == emonet_AVERROR_EOF { return nil }
      if status != emonet_AVERROR_EAGAIN {
        count(status, message, at: packetStamp)
        failuresInARow += 1
      }
      if isDraining {
        if status == emonet_AVERROR_EAGAIN || failuresInARow > StreamDecoder.patience { return nil }
      } else {
        feed()
      }
    }
  }

  /// Presentation time of `frame` on the container's clock, in seconds; nil when it has none.
  func stamp(of frame: Frame) -> Double? {
    seconds(frame.pointer.pointee.best_effort_timestamp, stream.timeBase)
      ?? seconds(frame.pointer.pointee.pkt_dts, stream.timeBase)
  }

  /// Length of `frame` as its packet states it, in seconds; nil when it does not.
  func duration(of frame: Frame) -> Double? {
    let ticks = frame.pointer.pointee.pkt_duration
    return ticks > 0 ? seconds(ticks, stream.timeBase) : nil
  }
}

extension StreamDecoder {
  /// Why an encrypted stream is not read.
  static let encrypted = "it is encrypted, and only whoever has its key can read it"

  /// Failed reads or decodes in a row after which the stream counts as ended.
  private static let patience = 64

  private var packetStamp: Double? {
    seconds(packet.pointer.pointee.pts, stream.timeBase)
      ?? seconds(packet.pointer.pointee.dts, stream.timeBase)
  }

  /// Hands the decoder the stream's next packet, or the end.
  private func feed() {
    var failedReads = 0
    while true {
      switch packets.read(into: packet) {
      case .packet: return send()
      case .failure(let code, let message):
        count(code, message, at: nil)
        failedReads += 1
        // Some demuxers step over a broken packet, others fail for ever.
        if failedReads >= StreamDecoder.patience { return drain() }
      case .end(let code):
        if let code { count(code, nil, at: nil) }
        return drain()
      }
    }
  }

  private func send() {
    if packet.pointer.pointee.flags & AV_PKT_FLAG_CORRUPT != 0 {
      count(emonet_AVERROR_INVALIDDATA, "a damaged packet", at: packetStamp)
    }
    // A decoder would make noise of it.
    if av_packet_get_side_data(packet.pointer, AV_PKT_DATA_ENCRYPTION_INFO, nil) != nil {
      isEncrypted = true
      count(emonet_AVERROR_INVALIDDATA, StreamDecoder.encrypted, at: packetStamp)
      return drain()
    }
    if priming > 0 {
      packet.skipSamples(priming)
      priming = 0
    }
    let (sent, message) = FFmpegLibrary.withFirstMessage {
      avcodec_send_packet(context, packet.pointer)
    }
    if sent < 0, sent != emonet_AVERROR_EAGAIN {
      count(sent, message, at: packetStamp)
    } else if let message {
      concealed += 1
      keep(emonet_AVERROR_INVALIDDATA, message, at: packetStamp)
    }
  }

  private func drain() {
    isDraining = true
    avcodec_send_packet(context, nil)
  }

  /// Counts a packet or frame that was lost.
  private func count(_ code: Int32, _ message: String?, at stamp: Double?) {
    failures += 1
    let reason = [FFmpegLibrary.text(code), message].compactMap { $0 }.joined(separator: ": ")
    keep(code, reason, at: stamp)
  }

  private func keep(_ code: Int32, _ reason: String, at stamp: Double?) {
    guard firstError == nil else { return }
    firstError = MediaError(
      kind: .invalidData, path: file.path, operation: operation, code: code, reason: reason,
      position: stamp.map { $0 - (file.start ?? 0) })
  }
}
