// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

internal import CFFmpeg

/// An encoder and the stream of the file that its packets go to.
final class StreamEncoder {
  let context: UnsafeMutablePointer<AVCodecContext>
  private let packet = Packet()
  private let muxer: Muxer
  private let operation: String
  private var stream: UnsafeMutablePointer<AVStream>?

  /// An encoder by FFmpeg's name, not opened yet.
  init(_ name: String, for muxer: Muxer, operation: String) throws {
    self.muxer = muxer
    self.operation = operation
    guard let codec = avcodec_find_encoder_by_name(name) else {
      throw MediaError(
        kind: .unsupported, path: muxer.path, operation: operation,
        reason: "FFmpeg has no encoder \(name)")
    }
    guard let context = avcodec_alloc_context3(codec) else { preconditionFailure("out of memory") }
    self.context = context
    context.pointee.thread_count = 1
    context.pointee.flags |= Int32(AV_CODEC_FLAG_BITEXACT)
    if muxer.wantsGlobalHeader { context.pointee.flags |= Int32(AV_CODEC_FLAG_GLOBAL_HEADER) }
  }

  deinit {
    var context: UnsafeMutablePointer<AVCodecContext>? = context
    avcodec_free_context(&context)
  }

  /// Opens the encoder as it was set up and adds its stream to the file.
  func open(options: [String: String]) throws -> UnsafeMutablePointer<AVStream> {
    var dictionary: OpaquePointer?
    defer { av_dict_free(&dictionary) }
    for (key, value) in options { av_dict_set(&dictionary, key, value, 0) }
    let (status, message) = FFmpegLibrary.withFirstMessage {
      avcodec_open2(context, nil, &dictionary)
    }
    try muxer.check(status, operation, message)
    let stream = try muxer.addStream()
    stream.pointee.time_base = context.pointee.time_base
    try muxer.check(
      avcodec_parameters_from_context(stream.pointee.codecpar, context), operation, nil)
    self.stream = stream
    return stream
  }

  /// Encodes one frame, or with nil what is left, and writes what comes of it.
  func encode(_ frame: Frame?) throws {
    try muxer.check(avcodec_send_frame(context, frame?.pointer), operation, nil)
    while true {
      let status = avcodec_receive_packet(context, packet.pointer)
      if status == emonet_AVERROR_EAGAIN || status == emonet_AVERROR_EOF { return }
      try muxer.check(status, operation, nil)
      guard let stream else { return }
      packet.pointer.pointee.stream_index = stream.pointee.index
      av_packet_rescale_ts(packet.pointer, context.pointee.time_base, stream.pointee.time_base)
      try muxer.write(packet)
    }
  }
}
