// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

internal import CFFmpeg

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

  /// The turn by `clockwise` degrees (a multiple of 90), after a flip from left to right if mirrored.
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
