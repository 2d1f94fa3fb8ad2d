// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

import CFFmpeg

@testable import Media

/// Puts the streams of files, as they are, into one file of another form.
struct Remultiplexing {
  /// A stream to put in: the first of its kind in a file.
  struct Part {
    var path: String
    var type = AVMEDIA_TYPE_AUDIO
    var disposition: Int32 = 0
    var language: String?
    var title: String?
    /// Number of its programme; nil for none.
    var programme: Int?
  }

  var format: String
  var parts: [Part]
  var options: [String: String] = [:]

  struct Failure: Error {
    let code: Int32
  }

  /// Writes the file at `path`.
  func write(_ path: String) throws {
    var allocated: UnsafeMutablePointer<AVFormatContext>?
    try check(avformat_alloc_output_context2(&allocated, nil, format, nil))
    guard let output = allocated else { throw Failure(code: 0) }
    defer { avformat_free_context(output) }
    try check(avio_open(&output.pointee.pb, path, AVIO_FLAG_WRITE))
    let inputs = try parts.map { try Input($0, into: output) }
    var dictionary: OpaquePointer?
    defer { av_dict_free(&dictionary) }
    for (key, value) in options { av_dict_set(&dictionary, key, value, 0) }
    try check(avformat_write_header(output, &dictionary))
    // By time, so that no muxer has to wait for the end of one stream.
    while let next = inputs.filter({ $0.time != nil }).min(by: { ($0.time ?? 0) < ($1.time ?? 0) })
    {
      try check(next.writePacket(to: output))
    }
    try check(av_write_trailer(output))
    try check(avio_closep(&output.pointee.pb))
  }

  fileprivate static func check(_ code: Int32) throws {
    if code < 0 { throw Failure(code: code) }
  }
  private func check(_ code: Int32) throws { try Self.check(code) }
}

/// The packets of one stream on their way.
private final class Input {
  private var context: UnsafeMutablePointer<AVFormatContext>?
  private let source: UnsafeMutablePointer<AVStream>
  private let target: UnsafeMutablePointer<AVStream>
  private let packet = Packet()
  /// Time of the packet at hand, in seconds; nil at the end.
  private(set) var time: Double?

  init(
    _ part: Remultiplexing.Part, into output: UnsafeMutablePointer<AVFormatContext>
  ) throws {
    try Remultiplexing.check(avformat_open_input(&context, part.path, nil, nil))
    try Remultiplexing.check(avformat_find_stream_info(context, nil))
    let index = av_find_best_stream(context, part.type, -1, -1, nil, 0)
    guard index >= 0, let source = context?.pointee.streams[Int(index)],
      let target = avformat_new_stream(output, nil)
    else { throw Remultiplexing.Failure(code: index) }
    self.source = source
    self.target = target
    try Remultiplexing.check(
      avcodec_parameters_copy(target.pointee.codecpar, source.pointee.codecpar))
    target.pointee.codecpar.pointee.codec_tag = 0
    target.pointee.time_base = source.pointee.time_base
    target.pointee.disposition = part.disposition
    if let language = part.language {
      av_dict_set(&target.pointee.metadata, "language", language, 0)
    }
    if let title = part.title { av_dict_set(&target.pointee.metadata, "title", title, 0) }
    if let number = part.programme {
      av_new_program(output, Int32(number))
      av_program_add_stream_index(output, Int32(number), UInt32(target.pointee.index))
    }
    readNext()
  }

  deinit { avformat_close_input(&context) }

  func writePacket(to output: UnsafeMutablePointer<AVFormatContext>) -> Int32 {
    av_packet_rescale_ts(packet.pointer, source.pointee.time_base, target.pointee.time_base)
    packet.pointer.pointee.stream_index = target.pointee.index
    packet.pointer.pointee.pos = -1
    let status = av_interleaved_write_frame(output, packet.pointer)
    readNext()
    return status
  }

  private func readNext() {
    repeat {
      packet.clear()
      guard av_read_frame(context, packet.pointer) >= 0 else {
        time = nil
        return
      }
    } while packet.streamIndex != source.pointee.index
    time = seconds(packet.pointer.pointee.dts, source.pointee.time_base) ?? 0
  }
}
