// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

import Signal

@testable import Faces

/// What `FaceAlignment.crop` computes, one sample after another.
enum PlainFaceCrop {
  /// The mean of n x n bilinear samples for each of the 48 x 48 pixels, edges repeated.
  static func crop(_ alignment: FaceAlignment, from picture: GreyPicture) -> [UInt8] {
    let size = 48
    let samples = min(8, max(1, Int((alignment.side / Float(size)).rounded(.up))))
    let pitch = alignment.side / Float(size * samples)
    let stepX = alignment.across * pitch
    let stepY = Point(x: -alignment.across.y, y: alignment.across.x) * pitch
    let start = alignment.origin + (stepX + stepY) * 0.5 - Point(x: 0.5, y: 0.5)
    let share = samples * samples * 65_536
    var sums = [Int](repeating: share / 2, count: size * size)
    for line in 0..<size * samples {
      let point = start + stepY * Float(line)
      var (x, y) = (Int(point.x * 65_536), Int(point.y * 65_536))
      for i in 0..<size * samples {
        sums[line / samples * size + i / samples] += sample(picture, x, y)
        x += Int(stepX.x * 65_536)
        y += Int(stepX.y * 65_536)
      }
    }
    return sums.map { UInt8(min(255, $0 / share)) }
  }

  /// Brightness at a position in 1/65536 pixel, in steps of 1/65536, with weights of 1/256.
  private static func sample(_ picture: GreyPicture, _ x: Int, _ y: Int) -> Int {
    let (x, y) = (
      min(max(x, 0), (picture.width - 1) << 16), min(max(y, 0), (picture.height - 1) << 16)
    )
    let (right, down) = ((x >> 8) & 255, (y >> 8) & 255)
    func pixel(_ column: Int, _ row: Int) -> Int {
      let (column, row) = (min(column, picture.width - 1), min(row, picture.height - 1))
      return Int(picture.values[row * picture.width + column])
    }
    let (column, row) = (x >> 16, y >> 16)
    let upper = pixel(column, row) * (256 - right) + pixel(column + 1, row) * right
    let lower = pixel(column, row + 1) * (256 - right) + pixel(column + 1, row + 1) * right
    return upper * (256 - down) + lower * down
  }
}
