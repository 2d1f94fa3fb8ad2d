// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

/// Brightness between the pixels of a picture, in whole numbers, at any distance from it.
struct BilinearSampler {
  private let picture: GreyPicture

  /// A sampler of a picture that has pixels.
  init(_ picture: GreyPicture) {
    precondition(picture.width > 0 && picture.height > 0, "a picture without pixels")
    self.picture = picture
  }

  /// Adds to each sum the value at one position of a line, in steps of 1/65536 grey level, less brightness 128.
  ///
  /// - Parameters:
  ///   - start: first position, in 1/65536 pixel; (0, 0) is the middle of the upper left pixel.
  ///   - step: from each position to the next.
  func addLine(
    from start: (x: Int, y: Int), step: (x: Int, y: Int),
    to sums: UnsafeMutableBufferPointer<Int32>
  ) {
    let width = picture.width
    let right = (width - 1) << 16
    let bottom = (picture.height - 1) << 16
    var (x, y) = start
    picture.values.withUnsafeBufferPointer { source in
      for index in sums.indices {
        let insideX = min(max(x, 0), right)
        let insideY = min(max(y, 0), bottom)
        // The neighbours beyond the last column and row have weight zero; any pixel serves.
        let nextX = insideX < right ? 1 : 0
        let nextY = insideY < bottom ? width : 0
        let fractionX = (insideX >> 8) & 255
        let fractionY = (insideY >> 8) & 255
        let position = (insideY >> 16) &* width &+ (insideX >> 16)
        let below = position &+ nextY
        let upper =
          Int(source[position]) &* (256 &- fractionX)
          &+ Int(source[position &+ nextX]) &* fractionX
        let lower =
          Int(source[below]) &* (256 &- fractionX)
          &+ Int(source[below &+ nextX]) &* fractionX
        let value = upper &* (256 &- fractionY) &+ lower &* fractionY
        sums[index] &+= Int32(truncatingIfNeeded: value &- 128 << 16)
        x &+= step.x
        y &+= step.y
      }
    }
  }
}
