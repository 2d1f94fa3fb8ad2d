// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

import CFFmpeg
import Testing

@testable import Media

/// A YUV 4:2:0 picture in a frame of FFmpeg's, and its colours by libswscale and by our own
/// conversion.
struct PlanarPicture {
  private let frame = Frame()
  private let width: Int
  private let height: Int

  /// A picture whose values, padding included, come from `value`.
  init(
    width: Int, height: Int, alignment: Int32, value: () -> UInt8
  ) throws {
    (self.width, self.height) = (width, height)
    frame.pointer.pointee.width = Int32(width)
    frame.pointer.pointee.height = Int32(height)
    frame.pointer.pointee.format = AV_PIX_FMT_YUV420P.rawValue
    try #require(av_frame_get_buffer(frame.pointer, alignment) == 0)
    let picture = frame.pointer.pointee
    for (data, stride, rows) in [
      (picture.data.0, picture.linesize.0, height),
      (picture.data.1, picture.linesize.1, (height + 1) / 2),
      (picture.data.2, picture.linesize.2, (height + 1) / 2),
    ] {
      let data = try #require(data)
      for i in 0..<Int(stride) * rows { data[i] = value() }
    }
  }

  /// `[rows, columns, 3]` as libswscale converts it with the flags of `FrameConverter`; its own
  /// size if none is given.
  func scaled(
    matrix: Int32, isFullRange: Bool, to size: (columns: Int, rows: Int)? = nil
  ) throws -> [UInt8] {
    let flags = SWS_BILINEAR | SWS_ACCURATE_RND | SWS_BITEXACT | SWS_FULL_CHR_H_INT
    let (columns, rows) = (Int32(size?.columns ?? width), Int32(size?.rows ?? height))
    let scaler = sws_getContext(
      Int32(width), Int32(height), AV_PIX_FMT_YUV420P, columns, rows, AV_PIX_FMT_RGB24, flags, nil,
      nil, nil)
    defer { sws_freeContext(scaler) }
    _ = sws_setColorspaceDetails(
      scaler, sws_getCoefficients(matrix), isFullRange ? 1 : 0,
      sws_getCoefficients(SWS_CS_DEFAULT), 1, 0, 1 << 16, 1 << 16)
    let out = Frame()
    out.pointer.pointee.width = columns
    out.pointer.pointee.height = rows
    out.pointer.pointee.format = AV_PIX_FMT_RGB24.rawValue
    try #require(av_frame_get_buffer(out.pointer, 0) == 0)
    try #require(sws_scale_frame(scaler, out.pointer, frame.pointer) >= 0)
    let data = try #require(out.pointer.pointee.data.0)
    let stride = Int(out.pointer.pointee.linesize.0)
    return (0..<Int(rows)).flatMap { row in
      Array(UnsafeBufferPointer(start: data + row * stride, count: Int(columns) * 3))
    }
  }

  /// The same by `FrameConverter`, with its size.
  func converted(
    maximumSide: Int, pixelAspect: Double
  ) throws -> (pixels: [UInt8], width: Int, height: Int) {
    let converter = FrameConverter(
      path: "picture", orientation: .upright, maximumSide: maximumSide)
    let picture = try converter.picture(of: frame, pixelAspect: pixelAspect, position: 0)
    return (picture.pixels, picture.width, picture.height)
  }

  /// The same by `PlanarColours`.
  func converted(matrix: Int32, isFullRange: Bool) throws -> [UInt8] {
    var colours = [UInt8](repeating: 0, count: width * height * 3)
    try convert(matrix: matrix, isFullRange: isFullRange, to: &colours, stride: width * 3)
    return colours
  }

  func convert(matrix: Int32, isFullRange: Bool, to target: inout [UInt8], stride: Int) throws {
    let picture = try #require(PlanarColours.Picture(frame))
    try target.withUnsafeMutableBufferPointer { buffer in
      PlanarColours(matrix: matrix, isFullRange: isFullRange)
        .convert(picture, to: try #require(buffer.baseAddress), stride: stride)
    }
  }
}
