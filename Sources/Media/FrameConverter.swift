// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

internal import CFFmpeg

/// Makes upright RGB pictures with square pixels out of decoded frames of any format.
///
/// The first frame fixes the size; frames of another size are scaled to it. libswscale does it, except for the usual
/// format at its own size, which ``PlanarColours`` turns into the same bytes in a fraction of the time.
final class FrameConverter {
  /// Size of what comes out, in pixels; zero before the first frame.
  private(set) var width = 0
  private(set) var height = 0

  private let path: String
  private let maximumSide: Int
  private let streamOrientation: Orientation
  private var orientation = Orientation.upright
  private var source: Source?
  private var scaler: OpaquePointer?
  private var colours: PlanarColours?
  private let scaled = Frame()

  /// A converter whose pictures' longer side is at most `maximumSide` pixels.
  init(path: String, orientation: Orientation, maximumSide: Int) {
    self.path = path
    self.maximumSide = maximumSide
    streamOrientation = orientation
  }

  deinit { sws_freeContext(scaler) }

  /// The frame's colours, `[height, width, 3]`, RGB; `aspect` is width by height of its pixels.
  func pixels(of frame: Frame, pixelAspect aspect: Double, position: Double) throws -> [UInt8] {
    if width == 0 { fixSize(frame, aspect) }
    try prepare(for: frame, position)
    if let colours { return try convert(frame, with: colours, position) }
    let status = sws_scale_frame(scaler, scaled.pointer, frame.pointer)
    guard status >= 0 else { throw failure(status, FFmpegLibrary.text(status), position) }
    return orientedCopy()
  }
}

extension FrameConverter {
  /// What the scaler depends on.
  private struct Source: Equatable {
    var width: Int32
    var height: Int32
    var format: AVPixelFormat
    var matrix: Int32
    var isFullRange: Bool
  }

  private func fixSize(_ frame: Frame, _ aspect: Double) {
    orientation =
      streamOrientation == .upright ? Orientation(of: frame) ?? .upright : streamOrientation
    // The height stays, as players do it; an absurd ratio is a broken header.
    let ratio = (0.1...10).contains(aspect) ? aspect : 1
    let fullWidth = Double(frame.pointer.pointee.width) * ratio
    let fullHeight = Double(frame.pointer.pointee.height)
    let factor = min(1, Double(maximumSide) / max(fullWidth, fullHeight))
    let stored = (
      width: max(1, Int((fullWidth * factor).rounded())),
      height: max(1, Int((fullHeight * factor).rounded()))
    )
    (width, height) =
      orientation.exchangesAxes ? (stored.height, stored.width) : (stored.width, stored.height)
  }

  private func prepare(for frame: Frame, _ position: Double) throws {
    let picture = frame.pointer.pointee
    let format = AVPixelFormat(picture.format)
    let new = Source(
      width: picture.width, height: picture.height, format: format,
      matrix: Self.matrix(of: picture), isFullRange: Self.isFullRange(picture))
    if new == source { return }
    source = nil
    sws_freeContext(scaler)
    scaler = nil
    colours = nil
    if canConvert(new) {
      colours = PlanarColours(matrix: new.matrix, isFullRange: new.isFullRange)
    } else {
      try prepareScaler(for: new, position)
    }
    source = new
  }

  private func canConvert(_ source: Source) -> Bool {
    let size = (width: Int(source.width), height: Int(source.height))
    return PlanarColours.serves(source.format) && size == storedSize
      && PlanarColours.serves(width: size.width, height: size.height)
  }

  /// Straight into the array where the picture is upright as it is.
  private func convert(
    _ frame: Frame, with colours: PlanarColours, _ position: Double
  ) throws -> [UInt8] {
    guard let picture = PlanarColours.Picture(frame) else {
      throw failure(nil, "a frame without data", position)
    }
    guard orientation == .upright else {
      try allocateScaled(position)
      guard let target = scaled.pointer.pointee.data.0 else { return [] }
      colours.convert(picture, to: target, stride: Int(scaled.pointer.pointee.linesize.0))
      return orientedCopy()
    }
    let count = width * height * 3
    return [UInt8](unsafeUninitializedCapacity: count) { [width] buffer, initialized in
      guard let target = buffer.baseAddress else { return }
      colours.convert(picture, to: target, stride: width * 3)
      initialized = count
    }
  }

  private func prepareScaler(for new: Source, _ position: Double) throws {
    let format = new.format
    let name = av_get_pix_fmt_name(format).map { String(cString: $0) } ?? "unknown"
    guard sws_isSupportedInput(format) != 0 else {
      throw failure(nil, "the pixel format \(name) cannot be converted", position)
    }
    let out = scaled.pointer
    try allocateScaled(position)
    scaler = sws_getContext(
      new.width, new.height, format, out.pointee.width, out.pointee.height, AV_PIX_FMT_RGB24,
      Self.flags, nil, nil, nil)
    guard scaler != nil else {
      throw failure(
        nil, "a \(new.width)x\(new.height) picture of format \(name) cannot be converted", position)
    }
    // RGB and grey inputs refuse the matrix; they need none.
    _ = sws_setColorspaceDetails(
      scaler, sws_getCoefficients(new.matrix), new.isFullRange ? 1 : 0,
      sws_getCoefficients(SWS_CS_DEFAULT), 1, 0, 1 << 16, 1 << 16)
  }

  /// Size of what comes out before it is turned upright, in pixels.
  private var storedSize: (width: Int, height: Int) {
    orientation.exchangesAxes ? (height, width) : (width, height)
  }

  private func allocateScaled(_ position: Double) throws {
    let out = scaled.pointer
    guard out.pointee.width == 0 else { return }
    (out.pointee.width, out.pointee.height) = (Int32(storedSize.width), Int32(storedSize.height))
    out.pointee.format = AV_PIX_FMT_RGB24.rawValue
    let status = av_frame_get_buffer(out, 0)
    guard status >= 0 else { throw failure(status, FFmpegLibrary.text(status), position) }
  }

  /// The same bytes on every processor, and colour at the full resolution of the picture.
  ///
  /// Bicubic filters take twice the time and change nothing but the edges of colours.
  private static let flags = SWS_BILINEAR | SWS_ACCURATE_RND | SWS_BITEXACT | SWS_FULL_CHR_H_INT

  /// The matrix that the frame names, else the one usual for its size: BT.709 above 576 lines.
  private static func matrix(of picture: AVFrame) -> Int32 {
    switch picture.colorspace {
    case AVCOL_SPC_BT709: SWS_CS_ITU709
    case AVCOL_SPC_BT470BG, AVCOL_SPC_SMPTE170M: SWS_CS_ITU601
    case AVCOL_SPC_SMPTE240M: SWS_CS_SMPTE240M
    case AVCOL_SPC_FCC: SWS_CS_FCC
    case AVCOL_SPC_BT2020_NCL, AVCOL_SPC_BT2020_CL: SWS_CS_BT2020
    default: picture.width >= 1280 || picture.height > 576 ? SWS_CS_ITU709 : SWS_CS_ITU601
    }
  }

  private static func isFullRange(_ picture: AVFrame) -> Bool {
    switch AVPixelFormat(picture.format) {
    case AV_PIX_FMT_YUVJ420P, AV_PIX_FMT_YUVJ422P, AV_PIX_FMT_YUVJ444P, AV_PIX_FMT_YUVJ440P,
      AV_PIX_FMT_YUVJ411P:
      return true
    case AV_PIX_FMT_GRAY8, AV_PIX_FMT_GRAY16BE, AV_PIX_FMT_GRAY16LE, AV_PIX_FMT_YA8:
      // Grey is a still picture's format, and those use the full range.
      return picture.color_range != AVCOL_RANGE_MPEG
    default:
      return picture.color_range == AVCOL_RANGE_JPEG
    }
  }

  /// The scaled picture without padding, turned upright.
  private func orientedCopy() -> [UInt8] {
    let stride = Int(scaled.pointer.pointee.linesize.0)
    let (width, height, orientation) = (width, height, orientation)
    guard let base = scaled.pointer.pointee.data.0 else { return [] }
    // Steps in the stored picture for one pixel to the right and one row down in the shown one.
    let (right, down): (Int, Int)
    let lastX = orientation.reversesX ? width - 1 : 0
    let lastY = orientation.reversesY ? height - 1 : 0
    let start: Int
    if orientation.exchangesAxes {
      right = orientation.reversesX ? -stride : stride
      down = orientation.reversesY ? -3 : 3
      start = lastX * stride + lastY * 3
    } else {
      right = orientation.reversesX ? -3 : 3
      down = orientation.reversesY ? -stride : stride
      start = lastX * 3 + lastY * stride
    }
    return [UInt8](unsafeUninitializedCapacity: width * height * 3) { buffer, count in
      var target = 0
      for y in 0..<height {
        let row = base + start + y * down
        if right == 3 {
          UnsafeMutableRawBufferPointer(rebasing: UnsafeMutableRawBufferPointer(buffer)[target...])
            .copyMemory(from: UnsafeRawBufferPointer(start: row, count: width * 3))
          target += width * 3
          continue
        }
        for x in 0..<width {
          let pixel = row + x * right
          buffer[target] = pixel[0]
          buffer[target + 1] = pixel[1]
          buffer[target + 2] = pixel[2]
          target += 3
        }
      }
      count = width * height * 3
    }
  }

  private func failure(_ code: Int32?, _ reason: String, _ position: Double) -> MediaError {
    MediaError(
      kind: .unsupported, path: path, operation: "convert the picture", code: code, reason: reason,
      position: position)
  }
}
