// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

import CFFmpeg

/// Turns 8-bit pictures with halved chroma (YUV 4:2:0) into RGB of the same size, to the byte as
/// libswscale does.
///
/// libswscale has no vector code for its accurate conversion at full chroma resolution and takes
/// 3.7 ms for a picture of 720x576, several times as long as its decoding; this takes 0.6 ms. It
/// follows what libswscale 5.1 computes with the flags of ``FrameConverter`` for pictures with even
/// sides:
///
/// - Chroma lies between the pixels. Along a row it is interpolated with weights 1/4 and 3/4, and
///   beyond an edge its last value counts; across rows the odd ones take the row of chroma that is
///   nearer, the even ones the plain mean of two. The topmost row takes the first row of chroma,
///   the last row the mean of the last two.
/// - With Y, U and V after that: red = clip((y0 + yY Y + rV V) / 2²²) and so on, in whole numbers
///   of 32 bits that overflow, so that a sum from 2³¹ on becomes 0, not 255.
struct PlanarColours: Equatable {
  /// Eight whole numbers, one for each of eight pixels, or one pixel in two.
  typealias Words = SIMD8<Int16>

  /// What a step of brightness or chroma contributes, in units of 2¹³ for one; the same in all
  /// lanes.
  struct Factors: Equatable {
    var brightness: Words
    var redOfV: Words
    var greenOfV: Words
    var greenOfU: Words
    var blueOfU: Words
  }

  /// Sides that the vectors need at least, and below which libswscale uses other filters.
  static let smallestWidth = 16
  static let smallestHeight = 8

  /// One element, in memory: read anew for each product, it keeps these products in 16 bits.
  let factors: [Factors]
  /// Half of libswscale's sum for brightness 128 without chroma, and 2³⁰ to have a sum from 2³⁰ on
  /// overflow.
  let base: Int32

  /// A converter for one matrix and range.
  ///
  /// - Parameters:
  ///   - matrix: red of V, blue of U, and less green of U and of V, in steps of 1/65536 for the
  ///     limited range.
  ///   - isFullRange: whether brightness and chroma use all of 0 to 255, not 16 to 235 and 240.
  init(matrix: (Int32, Int32, Int32, Int32), isFullRange: Bool) {
    func factor(_ value: Int64) -> Int16 { Int16(clamping: (value * 8192 + 32_768) >> 16) }
    func chroma(_ value: Int64) -> Words {
      Words(repeating: factor(isFullRange ? value * 224 / 255 : value))
    }
    let brightness = factor(isFullRange ? 65_536 : 65_536 * 255 / 219)
    factors = [
      Factors(
        brightness: Words(repeating: brightness), redOfV: chroma(Int64(matrix.0)),
        greenOfV: chroma(-Int64(matrix.3)), greenOfU: chroma(-Int64(matrix.2)),
        blueOfU: chroma(Int64(matrix.1)))
    ]
    let black = isFullRange ? 0 : 16
    base = (1 << 30) + (1 << 20) + Int32(brightness) * Int32((128 - black) * 256)
  }

  /// Whether pictures of this size, in pixels, can be converted.
  static func serves(width: Int, height: Int) -> Bool {
    width >= smallestWidth && height >= smallestHeight && width % 2 == 0 && height % 2 == 0
  }
}

extension PlanarColours {
  /// Where the parts of a picture lie; a stride is the distance of rows in bytes, and may be
  /// negative.
  struct Picture {
    /// In pixels, even, at least the smallest that are served.
    var width: Int
    var height: Int
    /// `[height, width]`, 0 to 255.
    var luma: UnsafePointer<UInt8>
    var lumaStride: Int
    /// `[height / 2, width / 2]` both, 0 to 255.
    var u: UnsafePointer<UInt8>
    var uStride: Int
    var v: UnsafePointer<UInt8>
    var vStride: Int
  }
}

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
