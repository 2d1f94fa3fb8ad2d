// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

import CFFmpeg
import Glibc

/// A container being written beside its final place, where it goes when it is complete.
final class Muxer {
  let path: String
  private let temporaryPath: String
  private let context: UnsafeMutablePointer<AVFormatContext>
  private var hasHeader = false
  private var isComplete = false

  init(path: String, container: MediaContainer) throws {
    _ = FFmpegLibrary.quiet
    self.path = path
    temporaryPath = path + ".partial"
    var allocated: UnsafeMutablePointer<AVFormatContext>?
    let status = avformat_alloc_output_context2(&allocated, nil, container.muxerName, nil)
    guard status >= 0, let context = allocated else {
      throw MediaError(
        kind: .unsupported, path: path, operation: "write", code: status,
        reason: "FFmpeg has no container \(container.muxerName)")
    }
    self.context = context
    // The same input gives the same file: no version and no time in it.
    context.pointee.flags |= AVFMT_FLAG_BITEXACT
    try check(
      avio_open(&context.pointee.pb, "file:" + temporaryPath, AVIO_FLAG_WRITE), "write", nil)
  }

  deinit {
    avio_closep(&context.pointee.pb)
    avformat_free_context(context)
    if !isComplete { unlink(temporaryPath) }
  }

  /// Whether codec headers go to the container's start rather than into the stream.
  var wantsGlobalHeader: Bool {
    context.pointee.oformat.pointee.flags & AVFMT_GLOBALHEADER != 0
  }

  func addStream() throws -> UnsafeMutablePointer<AVStream> {
    guard let stream = avformat_new_stream(context, nil) else {
      preconditionFailure("out of memory")
    }
    return stream
  }

  /// Writes the header; every stream must have been added.
  func begin() throws {
    let (status, message) = FFmpegLibrary.withFirstMessage {
      avformat_write_header(context, nil)
    }
    try check(status, "write", message)
    hasHeader = true
  }

  /// Writes a packet in its place between those of the other streams.
  func write(_ packet: Packet) throws {
    let (status, message) = FFmpegLibrary.withFirstMessage {
      av_interleaved_write_frame(context, packet.pointer)
    }
    try check(status, "write", message)
  }

  /// Completes the file and moves it to its place.
  func finish() throws {
    if hasHeader { try check(av_write_trailer(context), "write", nil) }
    try check(avio_closep(&context.pointee.pb), "write", nil)
    guard rename(temporaryPath, path) == 0 else { return try check(-errno, "write", nil) }
    isComplete = true
  }

  /// Throws what a negative status of FFmpeg's means.
  func check(_ status: Int32, _ operation: String, _ message: String?) throws {
    guard status < 0 else { return }
    throw MediaError(
      kind: .writing, path: path, operation: operation, code: status,
      reason: [FFmpegLibrary.text(status), message].compactMap { $0 }.joined(separator: ": "))
  }
}

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
