// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

/// Where a crop looks at the picture: lines of positions in whole numbers of 1/65536 pixel.
///
/// Position i of a line is at its start + i steps; (0, 0) is the middle of the upper left pixel.
struct SamplingGrid {
  /// Positions for each of the crop's pixels along a line, and lines for each of its rows.
  let samples: Int
  /// From each position of a line to the next.
  let stepX: Int
  let stepY: Int
  /// First position of each line, `[48 samples]`.
  let starts: [(x: Int, y: Int)]

  /// The positions in the square of `alignment`, n = ceil(side / 48) and at most 8 each way for a
  /// pixel.
  init(_ alignment: FaceAlignment) {
    let size = FaceCrop.side
    samples = min(8, max(1, Int((alignment.side / Float(size)).rounded(.up))))
    let pitch = alignment.side / Float(size * samples)
    let across = alignment.across * pitch
    let down = Point(x: -alignment.across.y, y: alignment.across.x) * pitch
    // From the corner to the centre of the first sample, and from corner-based to centre-based
    // pixel positions.
    let start = alignment.origin + (across + down) * 0.5 - Point(x: 0.5, y: 0.5)
    (stepX, stepY) = (Int(across.x * 65_536), Int(across.y * 65_536))
    starts = (0..<size * samples).map { line in
      let point = start + down * Float(line)
      return (Int(point.x * 65_536), Int(point.y * 65_536))
    }
  }

  /// Positions of a line.
  var length: Int { FaceCrop.side * samples }

  /// Columns and rows of the pixels round all positions.
  var extent: (columns: Range<Int>, rows: Range<Int>) {
    let (acrossX, acrossY) = ((length - 1) * stepX, (length - 1) * stepY)
    var (left, right, top, bottom) = (Int.max, Int.min, Int.max, Int.min)
    for start in starts {
      left = min(left, start.x, start.x + acrossX)
      right = max(right, start.x, start.x + acrossX)
      top = min(top, start.y, start.y + acrossY)
      bottom = max(bottom, start.y, start.y + acrossY)
    }
    return ((left >> 16)..<(right >> 16) + 2, (top >> 16)..<(bottom >> 16) + 2)
  }
}

/// Brightness between the pixels of a picture, in whole numbers, at any distance from it.
struct BilinearSampler {
  private let picture: GreyPicture

  /// A sampler of a picture that has pixels.
  init(_ picture: GreyPicture) {
    precondition(picture.width > 0 && picture.height > 0, "a picture without pixels")
    self.picture = picture
  }

  /// Adds to each sum the value at one position of a line, in steps of 1/65536 grey level, less
  /// brightness 128.
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
