// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

import CFFmpeg

/// Encodes RGB pictures into the picture stream of a file.
final class VideoEncoder {
  private let track: VideoTrack
  private let encoder: StreamEncoder
  private let scaler: OpaquePointer?
  /// RGB of the picture that comes next.
  private lazy var source = Frame(
    width: track.width, height: track.height, format: AV_PIX_FMT_RGB24)
  private var lastTick: Int64?

  init(_ track: VideoTrack, codec: VideoCodec, muxer: Muxer) throws {
    self.track = track
    encoder = try StreamEncoder(codec.encoderName, for: muxer, operation: "encode the picture")
    let context = encoder.context
    let format = try Self.format(track, codec, context, muxer)
    context.pointee.width = Int32(track.width)
    context.pointee.height = Int32(track.height)
    context.pointee.pix_fmt = format
    let rate = av_d2q(track.frameRate, 60_000)
    context.pointee.framerate = rate
    // MPEG-4 knows no finer clock than 1/65535 s.
    context.pointee.time_base =
      track.hasVariableFrameRate
      ? AVRational(num: 1, den: 1000) : AVRational(num: rate.den, den: rate.num)
    context.pointee.sample_aspect_ratio = av_d2q(track.pixelAspectRatio, 255)
    if let count = track.bidirectionalFrames { context.pointee.max_b_frames = Int32(count) }
    let layout = Self.layout(track, codec)
    let isFullRange = track.isFullRange || codec == .mjpeg || layout == .grey
    let usesBT709 = track.width >= 1280 || track.height > 576
    if ![.rgb, .rgba, .grey].contains(layout) {
      context.pointee.colorspace = usesBT709 ? AVCOL_SPC_BT709 : AVCOL_SPC_SMPTE170M
      context.pointee.color_range = isFullRange ? AVCOL_RANGE_JPEG : AVCOL_RANGE_MPEG
    }
    scaler = sws_getContext(
      context.pointee.width, context.pointee.height, AV_PIX_FMT_RGB24, context.pointee.width,
      context.pointee.height, format, SWS_BICUBIC | SWS_ACCURATE_RND | SWS_BITEXACT, nil, nil, nil)
    _ = sws_setColorspaceDetails(
      scaler, sws_getCoefficients(SWS_CS_DEFAULT), 1,
      sws_getCoefficients(usesBT709 ? SWS_CS_ITU709 : SWS_CS_ITU601), isFullRange ? 1 : 0,
      0, 1 << 16, 1 << 16)

    let stream = try encoder.open(options: Self.options(track, codec, context))
    stream.pointee.sample_aspect_ratio = context.pointee.sample_aspect_ratio
    stream.pointee.avg_frame_rate = rate
    let orientation = Orientation(clockwise: track.rotation, isMirrored: track.isMirrored)
    if orientation != .upright {
      let size = 9 * MemoryLayout<Int32>.size
      av_stream_new_side_data(stream, AV_PKT_DATA_DISPLAYMATRIX, size)?
        .withMemoryRebound(to: Int32.self, capacity: 9) {
          $0.update(from: orientation.displayMatrix, count: 9)
        }
    }
  }

  deinit { sws_freeContext(scaler) }

  /// Encodes `[height, width, 3]` RGB values that are shown from `time`, in seconds.
  func append(_ pixels: [UInt8], at time: Double) throws {
    precondition(
      pixels.count == track.width * track.height * 3,
      "a \(track.width)x\(track.height) frame needs \(track.width * track.height * 3) values, "
        + "not \(pixels.count)")
    let base = encoder.context.pointee.time_base
    let tick = Int64((time * Double(base.den) / Double(base.num)).rounded())
    precondition(
      lastTick.map { $0 < tick } ?? true,
      "frames come in order: one at \(time) s falls on tick \(tick) after \(lastTick ?? 0)")
    lastTick = tick

    fillSource(pixels)
    let frame = Frame(
      width: track.width, height: track.height, format: encoder.context.pointee.pix_fmt)
    frame.pointer.pointee.pts = tick
    frame.pointer.pointee.colorspace = encoder.context.pointee.colorspace
    frame.pointer.pointee.color_range = encoder.context.pointee.color_range
    frame.pointer.pointee.sample_aspect_ratio = encoder.context.pointee.sample_aspect_ratio
    let status = sws_scale_frame(scaler, frame.pointer, source.pointer)
    guard status >= 0 else { preconditionFailure(FFmpegLibrary.text(status)) }
    try encoder.encode(frame)
  }

  /// Encodes what the codec still holds back.
  func finish() throws { try encoder.encode(nil) }
}

extension VideoEncoder {
  private func fillSource(_ pixels: [UInt8]) {
    guard let target = source.pointer.pointee.data.0 else { preconditionFailure("no picture") }
    let stride = Int(source.pointer.pointee.linesize.0)
    pixels.withUnsafeBufferPointer { values in
      for (row, start) in Swift.stride(from: 0, to: values.count, by: track.width * 3).enumerated()
      {
        let values = UnsafeBufferPointer(rebasing: values[start..<start + track.width * 3])
        _ = UnsafeMutableBufferPointer(start: target + row * stride, count: values.count)
          .update(fromContentsOf: values)
      }
    }
  }

  private static func layout(_ track: VideoTrack, _ codec: VideoCodec) -> VideoTrack.Layout {
    if let layout = track.layout { return layout }
    if codec == .png { return .rgb }
    // x264 stores halved colour for even sizes only.
    let isOdd = track.width % 2 != 0 || track.height % 2 != 0
    return codec == .h264 && isOdd ? .yuv444 : .yuv420
  }

  /// The first of FFmpeg's formats for the layout that the encoder takes.
  private static func format(
    _ track: VideoTrack, _ codec: VideoCodec, _ context: UnsafeMutablePointer<AVCodecContext>,
    _ muxer: Muxer
  ) throws -> AVPixelFormat {
    let layout = layout(track, codec)
    let isFullRange = codec == .mjpeg
    let candidates: [AVPixelFormat] =
      switch layout {
      case .yuv420: [isFullRange ? AV_PIX_FMT_YUVJ420P : AV_PIX_FMT_YUV420P]
      case .yuv422: [isFullRange ? AV_PIX_FMT_YUVJ422P : AV_PIX_FMT_YUV422P]
      case .yuv444: [isFullRange ? AV_PIX_FMT_YUVJ444P : AV_PIX_FMT_YUV444P]
      case .yuv420TenBit: [AV_PIX_FMT_YUV420P10LE]
      case .grey: [AV_PIX_FMT_GRAY8]
      case .rgb: [AV_PIX_FMT_RGB24, AV_PIX_FMT_BGR0, AV_PIX_FMT_GBRP]
      case .rgba: [AV_PIX_FMT_RGBA, AV_PIX_FMT_BGRA]
      }
    var offered: [AVPixelFormat] = []
    var next = context.pointee.codec?.pointee.pix_fmts
    while let format = next?.pointee, format != AV_PIX_FMT_NONE {
      offered.append(format)
      next = next?.successor()
    }
    guard let format = candidates.first(where: offered.contains) else {
      throw MediaError(
        kind: .unsupported, path: muxer.path, operation: "encode the picture",
        reason: "the codec \(codec.rawValue) does not store \(layout.rawValue)")
    }
    return format
  }

  /// Settings that keep to the bit rate or, without one, look like the source at a moderate size.
  private static func options(
    _ track: VideoTrack, _ codec: VideoCodec, _ context: UnsafeMutablePointer<AVCodecContext>
  ) -> [String: String] {
    if let bitRate = track.bitRate { context.pointee.bit_rate = Int64(bitRate) }
    switch codec {
    case .h264:
      // x264's AVX-512 code for macroblock trees reads memory that nobody wrote where pictures are
      // narrow, so that the same input would not give the same file.
      var options = ["preset": "veryfast", "mbtree": "0"]
      if track.bitRate == nil { options["crf"] = "18" }
      return options
    case .vp9 where track.bitRate != nil: return ["deadline": "realtime", "cpu-used": "6"]
    case .vp9:
      context.pointee.bit_rate = 0
      return ["crf": "20", "deadline": "realtime", "cpu-used": "6"]
    case .mpeg4 where track.bitRate != nil: return [:]
    case .mpeg4, .mjpeg:
      context.pointee.flags |= Int32(AV_CODEC_FLAG_QSCALE)
      context.pointee.global_quality = 2 * FF_QP2LAMBDA
      return [:]
    case .ffv1, .png: return [:]
    }
  }
}
