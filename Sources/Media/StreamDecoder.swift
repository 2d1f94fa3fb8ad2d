// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

internal import CFFmpeg

/// The decoded frames of one stream, in the order of presentation, past whatever is broken.
final class StreamDecoder {
  let demuxer: Demuxer
  let stream: UnsafeMutablePointer<AVStream>
  /// Broken packets and frames so far.
  ///
  /// A decoder that conceals damage marks the frame, or only says so in its log, or both.
  var errors: Int { failures + max(concealed, markedFrames) }
  /// The first of them.
  private(set) var firstError: MediaError?

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

  /// A decoder of `stream` that reads `demuxer` to its end.
  ///
  /// - Parameters:
  ///   - operation: verb phrase for messages, such as `decode the picture`.
  ///   - threads: threads that the codec may use; the frames do not depend on it, but damage that a
  ///     decoder conceals is told from its log, which is heard for one thread only.
  init(
    _ demuxer: Demuxer, _ stream: UnsafeMutablePointer<AVStream>, operation: String, threads: Int
  ) throws {
    self.demuxer = demuxer
    self.stream = stream
    self.operation = operation
    priming = stream == demuxer.sound ? demuxer.unstatedPriming : 0
    let parameters = stream.pointee.codecpar
    func fail(_ kind: MediaError.Kind, _ code: Int32?, _ reason: String) -> MediaError {
      MediaError(
        kind: kind, path: demuxer.path, operation: operation, code: code, reason: reason)
    }
    let name = parameters.map { String(cString: avcodec_get_name($0.pointee.codec_id)) } ?? "none"
    guard let parameters, let codec = avcodec_find_decoder(parameters.pointee.codec_id) else {
      throw fail(.unsupported, nil, "FFmpeg has no decoder for the codec \(name)")
    }
    guard let context = avcodec_alloc_context3(codec) else { preconditionFailure("out of memory") }
    self.context = context
    var status = avcodec_parameters_to_context(context, parameters)
    guard status >= 0 else { throw fail(.invalidData, status, FFmpegLibrary.text(status)) }
    context.pointee.pkt_timebase = stream.pointee.time_base
    context.pointee.thread_count = Int32(clamping: threads)
    // Above any picture that is meant to be looked at; below what a forged header asks for.
    context.pointee.max_pixels = 1 << 27
    status = avcodec_open2(context, codec, nil)
    guard status >= 0 else {
      throw fail(.invalidData, status, "the codec \(name): \(FFmpegLibrary.text(status))")
    }
    demuxer.keepOnly(stream)
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
    let base = stream.pointee.time_base
    return seconds(frame.pointer.pointee.best_effort_timestamp, base)
      ?? seconds(frame.pointer.pointee.pkt_dts, base)
  }

  /// Length of `frame` as its packet states it, in seconds; nil when it does not.
  func duration(of frame: Frame) -> Double? {
    let ticks = frame.pointer.pointee.pkt_duration
    return ticks > 0 ? seconds(ticks, stream.pointee.time_base) : nil
  }
}

extension StreamDecoder {
  /// Failed reads or decodes in a row after which the stream counts as ended.
  private static let patience = 64

  private var packetStamp: Double? {
    let base = stream.pointee.time_base
    return seconds(packet.pointer.pointee.pts, base) ?? seconds(packet.pointer.pointee.dts, base)
  }

  /// Hands the decoder the stream's next packet, or the end.
  private func feed() {
    var failedReads = 0
    while true {
      let status = demuxer.read(into: packet)
      if status == emonet_AVERROR_EAGAIN { continue }
      if status < 0 {
        let isEnd = status == emonet_AVERROR_EOF
        if !isEnd { count(status, nil, at: nil) }
        failedReads += 1
        // Some demuxers step over a broken packet, others fail for ever.
        if !isEnd, failedReads < StreamDecoder.patience { continue }
        if isEnd, let error = demuxer.context.pointee.pb?.pointee.error, error < 0,
          error != emonet_AVERROR_EOF
        {
          count(error, nil, at: nil)
        }
        isDraining = true
        avcodec_send_packet(context, nil)
        return
      }
      guard packet.pointer.pointee.stream_index == stream.pointee.index else { continue }
      if packet.pointer.pointee.flags & AV_PKT_FLAG_CORRUPT != 0 {
        count(emonet_AVERROR_INVALIDDATA, "a damaged packet", at: packetStamp)
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
      return
    }
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
      kind: .invalidData, path: demuxer.path, operation: operation, code: code, reason: reason,
      position: stamp.map { $0 - (demuxer.start ?? 0) })
  }
}
