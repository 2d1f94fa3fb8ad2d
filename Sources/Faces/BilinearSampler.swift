// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

/// Brightness between the pixels of a picture, in whole numbers.
struct BilinearSampler {
  private let picture: GreyPicture

  /// A sampler of a picture that has pixels.
  init(_ picture: GreyPicture) {
    precondition(picture.width > 0 && picture.height > 0, "a picture without pixels")
    self.picture = picture
  }

  /// Adds to each sum `samples` successive values, in steps of 1/65536 grey level.
  ///
  /// - Parameters:
  ///   - start: first position; (0, 0) is the middle of the upper left pixel.
  ///   - step: from each position to the next.
  ///   - samples: positions for each of the sums.
  ///   - sums: one after another along the line.
  func addLine(from start: Point, step: Point, samples: Int, to sums: inout [Int]) {
    let width = picture.width
    let right = (width - 1) << 16
    let bottom = (picture.height - 1) << 16
    let (stepX, stepY) = (Int(step.x * 65_536), Int(step.y * 65_536))
    var x = Int(start.x * 65_536)
    var y = Int(start.y * 65_536)
    picture.values.withUnsafeBufferPointer { source in
      sums.withUnsafeMutableBufferPointer { sums in
        for index in sums.indices {
          var sum = 0
          for _ in 0..<samples {
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
            sum &+= upper &* (256 &- fractionY) &+ lower &* fractionY
            x &+= stepX
            y &+= stepY
          }
          sums[index] &+= sum
        }
      }
    }
  }
}
