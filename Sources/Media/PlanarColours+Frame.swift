// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

internal import CFFmpeg

extension PlanarColours {
  /// The format that is served, under both of its names.
  static func serves(_ format: AVPixelFormat) -> Bool {
    format == AV_PIX_FMT_YUV420P || format == AV_PIX_FMT_YUVJ420P
  }

  /// A converter for one of libswscale's matrices.
  init(matrix: Int32, isFullRange: Bool) {
    guard let table = sws_getCoefficients(matrix) else {
      preconditionFailure("libswscale knows no matrix \(matrix)")
    }
    self.init(matrix: (table[0], table[1], table[2], table[3]), isFullRange: isFullRange)
  }
}

extension PlanarColours.Picture {
  /// The parts of a frame of the format that is served; nil for one without data.
  init?(_ frame: Frame) {
    let picture = frame.pointer.pointee
    guard let luma = picture.data.0, let u = picture.data.1, let v = picture.data.2 else {
      return nil
    }
    self.init(
      width: Int(picture.width), height: Int(picture.height),
      luma: luma, lumaStride: Int(picture.linesize.0),
      u: u, uStride: Int(picture.linesize.1), v: v, vStride: Int(picture.linesize.2))
  }
}
