// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

import CFFmpeg
import Signal

/// Brings decoded sound to one rate: mixed down to one channel of 16-bit samples, or channel by channel.
///
/// The mix is the mean of the channels. The filter is a Kaiser-windowed sinc of 64 taps at the
/// lower of the two rates; nothing is dithered, and sound that already is mono, 16-bit and at the
/// rate comes out as it went in.
final class AudioConverter {
  /// What the converter depends on.
  struct Source: Equatable {
    var channels: Int32
    var format: AVSampleFormat
    var sampleRate: Int32
    var places: [SoundChannel.Place]

    init(_ frame: Frame) {
      channels = frame.pointer.pointee.ch_layout.nb_channels
      format = AVSampleFormat(frame.pointer.pointee.format)
      sampleRate = frame.pointer.pointee.sample_rate
      // A layout that tells only a number of channels counts as the usual one of that number.
      var usual = AVChannelLayout()
      av_channel_layout_default(&usual, channels)
      let isOrdered = frame.pointer.pointee.ch_layout.order != AV_CHANNEL_ORDER_UNSPEC
      places = (0..<UInt32(max(channels, 0))).map { index in
        let channel =
          isOrdered
          ? av_channel_layout_channel_from_index(&frame.pointer.pointee.ch_layout, index)
          : av_channel_layout_channel_from_index(&usual, index)
        switch channel {
        case AV_CHAN_FRONT_CENTER: return .centre
        case AV_CHAN_LOW_FREQUENCY, AV_CHAN_LOW_FREQUENCY_2: return .lowFrequency
        default: return .other
        }
      }
    }
  }

  let source: Source
  private let context: OpaquePointer
  /// Channels that come out.
  private let outputs: Int

  /// A converter from `source` to `sampleRate` Hz, and to the mean of the channels or to `channels` of them.
  ///
  /// - Throws: ``MediaError`` of kind `unsupported`.
  init(from source: Source, sampleRate: Int, channels: Int? = nil, path: String) throws {
    self.source = source
    outputs = channels ?? 1
    func fail(_ code: Int32) -> MediaError {
      MediaError(
        kind: .unsupported, path: path, operation: "convert the sound", code: code,
        reason:
          "\(source.channels) channels at \(source.sampleRate) Hz: \(FFmpegLibrary.text(code))")
    }
    // The positions of the channels do not matter to a mean.
    var input = AVChannelLayout()
    av_channel_layout_default(&input, source.channels)
    var output = AVChannelLayout()
    av_channel_layout_default(&output, Int32(outputs))
    var allocated: OpaquePointer?
    var status = swr_alloc_set_opts2(
      &allocated, &output, channels == nil ? AV_SAMPLE_FMT_S16 : AV_SAMPLE_FMT_FLTP,
      Int32(sampleRate), &input, source.format, source.sampleRate, 0, nil)
    guard status >= 0, let context = allocated else { throw fail(status) }
    self.context = context
    let object = UnsafeMutableRawPointer(context)
    av_opt_set_int(object, "internal_sample_fmt", Int64(AV_SAMPLE_FMT_FLTP.rawValue), 0)
    av_opt_set_int(object, "filter_size", 64, 0)
    av_opt_set_double(object, "cutoff", 0.97, 0)
    if channels == nil, source.channels > 1 {
      let weights = [Double](
        repeating: 1 / Double(source.channels), count: Int(source.channels))
      status = swr_set_matrix(context, weights, source.channels)
      guard status >= 0 else { throw fail(status) }
    }
    status = swr_init(context)
    guard status >= 0 else { throw fail(status) }
  }

  deinit {
    var context: OpaquePointer? = context
    swr_free(&context)
  }

  /// Appends the frame's sound to `samples`, except what the filter still needs.
  func convert(_ frame: Frame, into samples: inout [Int16]) -> Int32 {
    withPlanes(of: frame) { run($0, $1, into: &samples) }
  }

  /// Appends the frame's sound to each of `channels`, except what the filter still needs.
  func convert(_ frame: Frame, into channels: inout [[Float]]) -> Int32 {
    withPlanes(of: frame) { run($0, $1, into: &channels) }
  }

  private func withPlanes(
    of frame: Frame,
    _ body: (UnsafeMutablePointer<UnsafePointer<UInt8>?>, Int32) -> Int32
  ) -> Int32 {
    guard let data = frame.pointer.pointee.extended_data else { return 0 }
    let planes = Int(av_sample_fmt_is_planar(source.format) != 0 ? source.channels : 1)
    return data.withMemoryRebound(to: UnsafePointer<UInt8>?.self, capacity: planes) {
      body($0, frame.pointer.pointee.nb_samples)
    }
  }

  /// Puts `count` samples of silence, counted at the source's rate, before what is converted next.
  func injectSilence(_ count: Int) -> Int32 {
    swr_inject_silence(context, Int32(clamping: count))
  }

  /// Appends what the filter held back.
  func finish(into samples: inout [Int16]) {
    while run(nil, 0, into: &samples) > 0 {}
  }

  /// Appends what the filter held back of each channel.
  func finish(into channels: inout [[Float]]) {
    while run(nil, 0, into: &channels) > 0 {}
  }

  private func run(
    _ input: UnsafeMutablePointer<UnsafePointer<UInt8>?>?, _ count: Int32,
    into samples: inout [Int16]
  ) -> Int32 {
    let bound = swr_get_out_samples(context, count)
    guard bound >= 0 else { return bound }
    // The bound leaves out what a flush adds.
    let room = bound + 256
    var status: Int32 = 0
    let piece = [Int16](unsafeUninitializedCapacity: Int(room)) { buffer, written in
      let bytes = UnsafeMutableRawBufferPointer(buffer).baseAddress?
        .assumingMemoryBound(to: UInt8.self)
      var plane: UnsafeMutablePointer<UInt8>? = bytes
      status = swr_convert(context, &plane, room, input, count)
      written = max(0, Int(status))
    }
    samples.append(contentsOf: piece)
    return status
  }

  private func run(
    _ input: UnsafeMutablePointer<UnsafePointer<UInt8>?>?, _ count: Int32,
    into channels: inout [[Float]]
  ) -> Int32 {
    precondition(channels.count == outputs, "\(channels.count) channels of \(outputs)")
    let bound = swr_get_out_samples(context, count)
    guard bound >= 0 else { return bound }
    let room = Int(bound) + 256
    let buffer = UnsafeMutablePointer<Float>.allocate(capacity: room * outputs)
    defer { buffer.deallocate() }
    var planes = (0..<outputs).map { channel -> UnsafeMutablePointer<UInt8>? in
      UnsafeMutableRawPointer(buffer + channel * room).assumingMemoryBound(to: UInt8.self)
    }
    let status = swr_convert(context, &planes, Int32(room), input, count)
    for channel in channels.indices where status > 0 {
      channels[channel] += UnsafeBufferPointer(start: buffer + channel * room, count: Int(status))
    }
    return status
  }
}
