// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

import CFFmpeg

/// Makes upright RGB pictures with square pixels out of decoded frames of any format.
///
/// Each frame's own size decides that of its picture, also in mid-stream. ``PlanarColours`` makes
/// the colours of the usual format, in a fraction of libswscale's time. Other formats with halved
/// chroma, and those whose size has to change, libswscale brings into the usual one first; the rest
/// it turns into RGB itself.
final class FrameConverter {
  /// What comes out: RGB `[height, width, 3]`.
  struct Picture {
    let width: Int
    let height: Int
    let pixels: [UInt8]
  }

  /// Size of what comes out, in pixels; zero before the first frame.
  private var width = 0
  private var height = 0
  /// Size and pixels' shape of the frames that this size is for.
  private var geometry: Geometry?

  private let path: String
  private let maximumSide: Int
  private let streamOrientation: Orientation
  private var orientation = Orientation.upright
  private var source: Source?
  private var scaler: OpaquePointer?
  private var colours: PlanarColours?
  /// Of the usual format, where there are both a scaler and a converter of colours.
  private let planar = Frame()
  /// RGB that is still to be turned upright.
  private let coloured = Frame()

  /// A converter whose pictures' longer side is at most `maximumSide` pixels.
  init(path: String, orientation: Orientation, maximumSide: Int) {
    self.path = path
    self.maximumSide = maximumSide
    streamOrientation = orientation
  }

  deinit { sws_freeContext(scaler) }

  /// The frame's colours; `aspect` is width by height of its pixels.
  func picture(of frame: Frame, pixelAspect aspect: Double, position: Double) throws -> Picture {
    let geometry = Geometry(
      width: frame.pointer.pointee.width, height: frame.pointer.pointee.height, aspect: aspect)
    if geometry != self.geometry {
      fixSize(frame, aspect)
      self.geometry = geometry
      // What was allocated or prepared is of another size.
      source = nil
      av_frame_unref(planar.pointer)
      av_frame_unref(coloured.pointer)
    }
    return Picture(
      width: width, height: height, pixels: try pixels(of: frame, position: position))
  }

  private func pixels(of frame: Frame, position: Double) throws -> [UInt8] {
    try prepare(for: frame, position)
    var source = frame
    if let scaler {
      let target = colours == nil ? coloured : planar
      let status = sws_scale_frame(scaler, target.pointer, frame.pointer)
      guard status >= 0 else { throw failure(status, FFmpegLibrary.text(status), position) }
      source = target
    }
    guard let colours else { return upright() }
    return try convert(source, with: colours, position)
  }
}

extension FrameConverter {
  /// What the size of what comes out depends on.
  private struct Geometry: Equatable {
    var width: Int32
    var height: Int32
    var aspect: Double
  }

  /// What the scaler depends on.
  private struct Source: Equatable {
    var width: Int32
    var height: Int32
    var format: AVPixelFormat
    var matrix: Int32
    var isFullRange: Bool

    func hasSize(_ size: (width: Int, height: Int)) -> Bool {
      (Int(width), Int(height)) == size
    }

    /// Whether it is YUV with chroma for every other pixel of a row only.
    var hasHalvedChroma: Bool {
      guard let format = av_pix_fmt_desc_get(format)?.pointee else { return false }
      let others = AV_PIX_FMT_FLAG_RGB | AV_PIX_FMT_FLAG_PAL | AV_PIX_FMT_FLAG_HWACCEL
      return format.nb_components >= 3 && format.log2_chroma_w > 0
        && format.flags & UInt64(others) == 0
    }
  }

  private func fixSize(_ frame: Frame, _ aspect: Double) {
    orientation =
      streamOrientation == .upright ? Orientation(of: frame) ?? .upright : streamOrientation
    // The height stays, as players do it; an absurd ratio is a broken header.
    let ratio = (0.1...10).contains(aspect) ? aspect : 1
    let fullWidth = Double(frame.pointer.pointee.width) * ratio
    let fullHeight = Double(frame.pointer.pointee.height)
    let factor = min(1, Double(maximumSide) / max(fullWidth, fullHeight))
    // Halved chroma goes with even sides, so a picture that is scaled anyhow gets such.
    let isScaled = ratio != 1 || factor != 1
    func side(_ length: Double) -> Int {
      guard isScaled else { return Int(length) }
      let most = Double(max(maximumSide / 2, 1))
      return 2 * Int(min((length * factor / 2).rounded(), most))
    }
    let stored = (width: max(1, side(fullWidth)), height: max(1, side(fullHeight)))
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
    let size = storedSize
    guard
      PlanarColours.serves(width: size.width, height: size.height), new.hasHalvedChroma
    else {
      try prepareScaler(for: new, to: AV_PIX_FMT_RGB24, in: coloured, position)
      source = new
      return
    }
    colours = PlanarColours(matrix: new.matrix, isFullRange: new.isFullRange)
    if !(PlanarColours.serves(new.format) && new.hasSize(size)) {
      try prepareScaler(for: new, to: AV_PIX_FMT_YUV420P, in: planar, position)
    }
    source = new
  }

  /// Straight into the array where the picture is upright as it is.
  private func convert(
    _ frame: Frame, with colours: PlanarColours, _ position: Double
  ) throws -> [UInt8] {
    guard let picture = PlanarColours.Picture(frame) else {
      throw failure(nil, "a frame without data", position)
    }
    guard orientation == .upright else {
      try allocate(coloured, AV_PIX_FMT_RGB24, position)
      guard let target = coloured.pointer.pointee.data.0 else { return [] }
      colours.convert(picture, to: target, stride: Int(coloured.pointer.pointee.linesize.0))
      return upright()
    }
    let count = width * height * 3
    return [UInt8](unsafeUninitializedCapacity: count) { [width] buffer, initialized in
      guard let target = buffer.baseAddress else { return }
      colours.convert(picture, to: target, stride: width * 3)
      initialized = count
    }
  }

  private func prepareScaler(
    for new: Source, to target: AVPixelFormat, in out: Frame, _ position: Double
  ) throws {
    let format = new.format
    let name = av_get_pix_fmt_name(format).map { String(cString: $0) } ?? "unknown"
    guard sws_isSupportedInput(format) != 0 else {
      throw failure(nil, "the pixel format \(name) cannot be converted", position)
    }
    try allocate(out, target, position)
    scaler = sws_getContext(
      new.width, new.height, format, Int32(storedSize.width), Int32(storedSize.height), target,
      Self.flags, nil, nil, nil)
    guard scaler != nil else {
      throw failure(
        nil, "a \(new.width)x\(new.height) picture of format \(name) cannot be converted", position)
    }
    // RGB and grey inputs refuse the matrix; they need none. Without a change of colours matrix and
    // range stay.
    let isRGB = target == AV_PIX_FMT_RGB24
    let range: Int32 = new.isFullRange ? 1 : 0
    _ = sws_setColorspaceDetails(
      scaler, sws_getCoefficients(new.matrix), range,
      sws_getCoefficients(isRGB ? SWS_CS_DEFAULT : new.matrix), isRGB ? 1 : range, 0, 1 << 16,
      1 << 16)
  }

  /// Size of what comes out before it is turned upright, in pixels.
  private var storedSize: (width: Int, height: Int) {
    orientation.exchangesAxes ? (height, width) : (width, height)
  }

  /// Memory for a picture of the stored size, once.
  private func allocate(_ frame: Frame, _ format: AVPixelFormat, _ position: Double) throws {
    let out = frame.pointer
    guard out.pointee.width == 0 else { return }
    (out.pointee.width, out.pointee.height) = (Int32(storedSize.width), Int32(storedSize.height))
    out.pointee.format = format.rawValue
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

  private func upright() -> [UInt8] {
    guard let base = coloured.pointer.pointee.data.0 else { return [] }
    return orientation.upright(
      base, stride: Int(coloured.pointer.pointee.linesize.0), width: width, height: height)
  }

  private func failure(_ code: Int32?, _ reason: String, _ position: Double) -> MediaError {
    MediaError(
      kind: .unsupported, path: path, operation: "convert the picture", code: code, reason: reason,
      position: position)
  }
}
