// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

import CFFmpeg

/// One of the eight ways in which a stored picture may have to be turned to stand upright.
///
/// The stored point (x, y) is shown at (±x, ±y), or at (±y, ±x) when the axes are exchanged.
struct Orientation: Equatable, Sendable {
  /// Whether rows become columns.
  var exchangesAxes = false
  /// Whether the shown x runs against the stored axis that it comes from.
  var reversesX = false
  /// Whether the shown y runs against the stored axis that it comes from.
  var reversesY = false

  /// As stored.
  static let upright = Orientation()

  init() {}

  /// The turn by `clockwise` degrees (a multiple of 90), after a flip from left to right if
  /// mirrored.
  init(clockwise: Int, isMirrored: Bool = false) {
    switch ((clockwise % 360) + 360) % 360 {
    case 90: (exchangesAxes, reversesX) = (true, true)
    case 180: (reversesX, reversesY) = (true, true)
    case 270: (exchangesAxes, reversesY) = (true, true)
    default: break
    }
    if isMirrored {
      // The stored x axis feeds the shown y when the axes are exchanged.
      if exchangesAxes { reversesY.toggle() } else { reversesX.toggle() }
    }
  }

  /// The nearest of the eight to a display matrix `[9]`, 16.16 fixed point, as containers store it.
  ///
  /// x' = a x + c y and y' = b x + d y, with y downwards.
  init(displayMatrix matrix: UnsafePointer<Int32>) {
    let (a, b, c, d) = (
      Int64(matrix[0]), Int64(matrix[1]), Int64(matrix[3]), Int64(matrix[4])
    )
    if abs(a) + abs(d) >= abs(b) + abs(c) {
      (reversesX, reversesY) = (a < 0, d < 0)
    } else {
      (exchangesAxes, reversesX, reversesY) = (true, c < 0, b < 0)
    }
  }

  /// The value 1 to 8 of an Exif `Orientation` tag; nil for any other.
  init?(exif value: Int) {
    switch value {
    case 1: self.init()
    case 2: self.init(clockwise: 0, isMirrored: true)
    case 3: self.init(clockwise: 180)
    case 4: self.init(clockwise: 180, isMirrored: true)
    case 5: self.init(clockwise: 270, isMirrored: true)
    case 6: self.init(clockwise: 90)
    case 7: self.init(clockwise: 90, isMirrored: true)
    case 8: self.init(clockwise: 270)
    default: return nil
    }
  }

  /// Degrees clockwise by which the picture is turned, 0, 90, 180 or 270, after any mirroring.
  var clockwise: Int {
    switch (exchangesAxes, reversesX, reversesY) {
    case (false, false, false), (false, true, false): 0
    case (false, true, true), (false, false, true): 180
    case (true, true, false), (true, true, true): 90
    case (true, false, true), (true, false, false): 270
    }
  }

  /// Whether the picture is flipped from left to right before it is turned.
  var isMirrored: Bool { exchangesAxes == (reversesX == reversesY) }

  /// The display matrix that asks for this orientation, `[9]`.
  var displayMatrix: [Int32] {
    let one: Int32 = 1 << 16
    let x = reversesX ? -one : one
    let y = reversesY ? -one : one
    return exchangesAxes
      ? [0, y, 0, x, 0, 0, 0, 0, 1 << 30] : [x, 0, 0, 0, y, 0, 0, 0, 1 << 30]
  }
}

extension Orientation {
  /// What a container says of one of its streams.
  init(of stream: UnsafeMutablePointer<AVStream>) {
    var size = 0
    guard let data = av_stream_get_side_data(stream, AV_PKT_DATA_DISPLAYMATRIX, &size),
      size >= 9 * MemoryLayout<Int32>.size
    else {
      self.init()
      return
    }
    self = data.withMemoryRebound(to: Int32.self, capacity: 9) { Orientation(displayMatrix: $0) }
  }

  /// What a frame itself says (H.264's display orientation, a JPEG's Exif tag); nil when nothing.
  init?(of frame: Frame) {
    if let data = av_frame_get_side_data(frame.pointer, AV_FRAME_DATA_DISPLAYMATRIX),
      data.pointee.size >= 9 * MemoryLayout<Int32>.size
    {
      self = data.pointee.data.withMemoryRebound(to: Int32.self, capacity: 9) {
        Orientation(displayMatrix: $0)
      }
    } else if let entry = av_dict_get(frame.pointer.pointee.metadata, "Orientation", nil, 0),
      let value = Int(String(cString: entry.pointee.value).filter { $0.isNumber })
    {
      self.init(exif: value)
    } else {
      return nil
    }
  }
}

extension Orientation {
  /// Side of the squares in which rows become columns, in pixels: both parts stay in the nearer
  /// caches.
  private static let tile = 128

  /// A stored RGB picture turned upright, `[height, width, 3]`.
  ///
  /// - Parameters:
  ///   - stored: its first byte; one byte after its last may be read.
  ///   - stride: distance of its rows, in bytes.
  ///   - width: of the picture that is shown, in pixels.
  ///   - height: of the picture that is shown, in pixels.
  func upright(
    _ stored: UnsafePointer<UInt8>, stride: Int, width: Int, height: Int
  ) -> [UInt8] {
    // Steps in the stored picture for one pixel to the right and one row down in the shown one.
    let (right, down): (Int, Int)
    let lastX = reversesX ? width - 1 : 0
    let lastY = reversesY ? height - 1 : 0
    let start: Int
    if exchangesAxes {
      right = reversesX ? -stride : stride
      down = reversesY ? -3 : 3
      start = lastX * stride + lastY * 3
    } else {
      right = reversesX ? -3 : 3
      down = reversesY ? -stride : stride
      start = lastX * 3 + lastY * stride
    }
    let first = UnsafeRawPointer(stored + start)
    return [UInt8](unsafeUninitializedCapacity: width * height * 3) { buffer, count in
      count = width * height * 3
      guard let target = UnsafeMutableRawPointer(buffer.baseAddress) else { return }
      guard right != 3 else {
        for y in 0..<height {
          (target + y * width * 3).copyMemory(from: first + y * down, byteCount: width * 3)
        }
        return
      }
      for top in Swift.stride(from: 0, to: height, by: Self.tile) {
        for left in Swift.stride(from: 0, to: width, by: Self.tile) {
          for y in top..<min(top + Self.tile, height) {
            var from = first + (y * down + left * right)
            var to = target + (y * width + left) * 3
            // A byte too many is overwritten by the next pixel, so the last of a line goes without.
            for _ in left..<min(left + Self.tile, width) - 1 {
              to.storeBytes(of: from.loadUnaligned(as: UInt32.self), as: UInt32.self)
              from += right
              to += 3
            }
            to.copyMemory(from: from, byteCount: 3)
          }
        }
      }
    }
  }
}
