// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

import Signal

/// Pictures with faces drawn from ellipses, which the detector takes for faces (scores round 0.92).
///
/// `experiments/convert-yunet/make_golden.py` draws the same pixels.
enum DrawnPicture {
  /// A face by its middle and the half height of its hair, in pixels.
  struct DrawnFace {
    var x: Int
    var y: Int
    var radius: Int
  }

  private struct Ellipse {
    let dx: Int
    let dy: Int
    let across: Int
    let down: Int
    let colour: (UInt8, UInt8, UInt8)

    init(_ dx: Int, _ dy: Int, _ across: Int, _ down: Int, _ colour: (UInt8, UInt8, UInt8)) {
      self.dx = dx
      self.dy = dy
      self.across = across
      self.down = down
      self.colour = colour
    }
  }

  /// In hundredths of the radius, later ones on top.
  private static let ellipses = [
    Ellipse(0, -15, 84, 100, (70, 48, 35)),
    Ellipse(0, 5, 72, 95, (214, 168, 140)),
    Ellipse(-72, 5, 10, 20, (200, 150, 122)),
    Ellipse(72, 5, 10, 20, (200, 150, 122)),
    Ellipse(0, 60, 40, 28, (206, 158, 130)),
    Ellipse(-28, -32, 20, 5, (78, 52, 40)),
    Ellipse(28, -32, 20, 5, (78, 52, 40)),
    Ellipse(-28, -14, 17, 11, (180, 130, 108)),
    Ellipse(28, -14, 17, 11, (180, 130, 108)),
    Ellipse(-28, -14, 13, 7, (240, 236, 232)),
    Ellipse(28, -14, 13, 7, (240, 236, 232)),
    Ellipse(-28, -14, 6, 7, (50, 36, 30)),
    Ellipse(28, -14, 6, 7, (50, 36, 30)),
    Ellipse(0, 10, 8, 22, (224, 182, 156)),
    Ellipse(0, 28, 14, 8, (188, 138, 114)),
    Ellipse(-6, 30, 4, 3, (110, 70, 58)),
    Ellipse(6, 30, 4, 3, (110, 70, 58)),
    Ellipse(0, 55, 24, 9, (172, 84, 80)),
    Ellipse(0, 54, 22, 2, (96, 44, 44)),
  ]

  /// A frame with `faces` before a soft background; its time is `index` / 25 s.
  static func frame(
    _ width: Int, _ height: Int, faces: [DrawnFace] = [], index: Int = 0
  ) -> VideoFrame {
    var pixels = [UInt8](repeating: 0, count: width * height * 3)
    for y in 0..<height {
      for x in 0..<width {
        let pixel = (y * width + x) * 3
        pixels[pixel] = UInt8(60 + x * 60 / width)
        pixels[pixel + 1] = UInt8(80 + y * 50 / height)
        pixels[pixel + 2] = UInt8(90 + (x + y) * 40 / (width + height))
      }
    }
    for face in faces {
      let reach = face.radius * 5 / 4
      for ellipse in ellipses {
        let a = Double(ellipse.across * face.radius)
        let b = Double(ellipse.down * face.radius)
        for y in max(0, face.y - reach)..<max(0, min(height, face.y + reach + 1)) {
          for x in max(0, face.x - reach)..<max(0, min(width, face.x + reach + 1)) {
            let u = Double(100 * (x - face.x) - ellipse.dx * face.radius)
            let v = Double(100 * (y - face.y) - ellipse.dy * face.radius)
            guard u * b * u * b + v * a * v * a <= a * b * a * b else { continue }
            let pixel = (y * width + x) * 3
            (pixels[pixel], pixels[pixel + 1], pixels[pixel + 2]) = ellipse.colour
          }
        }
      }
    }
    return VideoFrame(
      index: index, timestamp: Double(index) / 25, width: width, height: height, pixels: pixels)
  }

  /// A frame from a brightness by position.
  static func frame(
    _ width: Int, _ height: Int, index: Int = 0, grey: (Int, Int) -> UInt8
  ) -> VideoFrame {
    var pixels: [UInt8] = []
    for y in 0..<height {
      for x in 0..<width {
        let value = grey(x, y)
        pixels += [value, value, value]
      }
    }
    return VideoFrame(
      index: index, timestamp: Double(index) / 25, width: width, height: height, pixels: pixels)
  }
}
