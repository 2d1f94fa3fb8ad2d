// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

import CFFmpeg

/// Encodes interleaved 16-bit samples into the sound stream of a file.
final class AudioEncoder {
  private let track: AudioTrack
  private let encoder: StreamEncoder
  private let converter: OpaquePointer
  private var pending: [Int16] = []
  private var position: Int64

  init(_ track: AudioTrack, codec: AudioCodec, muxer: Muxer) throws {
    self.track = track
    position = Int64((track.start * Double(track.sampleRate)).rounded())
    encoder = try StreamEncoder(codec.encoderName, for: muxer, operation: "encode the sound")
    let context = encoder.context
    context.pointee.sample_rate = Int32(track.sampleRate)
    context.pointee.time_base = AVRational(num: 1, den: Int32(track.sampleRate))
    av_channel_layout_default(&context.pointee.ch_layout, Int32(track.channels))
    let format: AVSampleFormat =
      switch codec {
      case .pcm, .flac, .opus: AV_SAMPLE_FMT_S16
      case .mp3: AV_SAMPLE_FMT_S16P
      case .aac: AV_SAMPLE_FMT_FLTP
      }
    context.pointee.sample_fmt = format
    if [.mp3, .aac, .opus].contains(codec) {
      context.pointee.bit_rate = Int64(track.bitRate ?? 64_000 * track.channels)
    }
    var allocated: OpaquePointer?
    var status = swr_alloc_set_opts2(
      &allocated, &context.pointee.ch_layout, format, context.pointee.sample_rate,
      &context.pointee.ch_layout, AV_SAMPLE_FMT_S16, context.pointee.sample_rate, 0, nil)
    try muxer.check(status, "encode the sound", nil)
    guard let allocated else { preconditionFailure("out of memory") }
    converter = allocated
    status = swr_init(converter)
    try muxer.check(status, "encode the sound", nil)
    _ = try encoder.open(options: [:])
  }

  deinit {
    var converter: OpaquePointer? = converter
    swr_free(&converter)
  }

  /// Encodes the next samples, `[samples, channels]`.
  func append(_ values: [Int16]) throws {
    precondition(
      values.count % track.channels == 0,
      "\(values.count) values do not divide into \(track.channels) channels")
    pending += values
    let frameSize = Int(encoder.context.pointee.frame_size)
    let step = (frameSize > 0 ? frameSize : 1024) * track.channels
    var start = 0
    while pending.count - start >= step {
      try encode(pending[start..<start + step])
      start += step
    }
    pending.removeFirst(start)
  }

  /// Encodes what is left and what the codec still holds back.
  func finish() throws {
    if !pending.isEmpty { try encode(pending[...]) }
    pending = []
    try encoder.encode(nil)
  }

  private func encode(_ values: ArraySlice<Int16>) throws {
    let frame = Frame()
    let count = Int32(values.count / track.channels)
    frame.pointer.pointee.nb_samples = count
    frame.pointer.pointee.format = encoder.context.pointee.sample_fmt.rawValue
    frame.pointer.pointee.sample_rate = encoder.context.pointee.sample_rate
    av_channel_layout_copy(&frame.pointer.pointee.ch_layout, &encoder.context.pointee.ch_layout)
    frame.pointer.pointee.pts = position
    guard av_frame_get_buffer(frame.pointer, 0) >= 0 else { preconditionFailure("out of memory") }
    values.withUnsafeBytes { bytes in
      var source = bytes.baseAddress?.assumingMemoryBound(to: UInt8.self)
      _ = swr_convert(
        converter, frame.pointer.pointee.extended_data, count, &source, count)
    }
    position += Int64(count)
    try encoder.encode(frame)
  }
}
