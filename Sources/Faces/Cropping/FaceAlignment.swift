// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

/// The square of a picture that becomes a face crop: upright eyes at a fixed height, a fixed number
/// of eye distances wide.
///
/// With d the vector from the right to the left eye, h the one from the mouth's centre to the eyes'
/// midpoint: side = 2.5 max(|d|, 0.9 |h|). Upright faces have |h| about 1.03 |d| (median over 1107
/// faces of FER2013, where 0.9 also leaves the least scatter of the side), so that the eyes decide
/// for them, and the mouth for faces turned aside. The midpoint of the eyes lies in the middle,
/// 37 % from the top.
struct FaceAlignment: Sendable, Equatable {
  static let eyeDistances: Float = 2.5
  static let eyeMouthFactor: Float = 0.9
  static let eyeHeight: Float = 0.37

  /// Upper left corner of the square, in pixels.
  let origin: Point
  /// Unit vector along the upper edge, from left to right.
  let across: Point
  /// Length of an edge, in pixels.
  let side: Float

  init(_ face: Face) {
    let eyes = (face.rightEye + face.leftEye) * 0.5
    let between = face.leftEye - face.rightEye
    let upwards = eyes - face.mouthCenter
    let distance = between.length
    let height = Self.eyeMouthFactor * upwards.length
    side = max(1, Self.eyeDistances * max(distance, height))

    // Nearly coinciding eyes say little about the head's tilt, so the direction at right angles to
    // the mouth joins in, the more the nearer they are: not at all from 0.8 of the usual distance
    // on.
    let trust = height > 0 ? min(1, distance / (0.8 * height)) : 1
    let level = Point(x: -upwards.y, y: upwards.x)
    let mixed = between + level * (1 - trust)
    let length = mixed.length
    across = length > 0 ? mixed * (1 / length) : Point(x: 1, y: 0)
    let down = Point(x: -across.y, y: across.x)
    origin = eyes - across * (side / 2) - down * (side * Self.eyeHeight)
  }

  /// Cuts the square out of `picture`; what lies beyond an edge repeats the edge.
  ///
  /// Each crop pixel is the mean of n x n bilinear samples spread evenly over its area, n =
  /// ceil(side / 48) and at most 8, so that large faces are averaged, not thinned out. Positions
  /// are whole numbers of 1/65536 pixel, weights of 1/256, so that the sums are exact.
  func crop(from picture: GreyPicture) -> FaceCrop {
    guard picture.width > 0, picture.height > 0 else {
      return FaceCrop(grey: [UInt8](repeating: 0, count: FaceCrop.side * FaceCrop.side))
    }
    return SamplingGrid(self).crop(from: picture)
  }
}

/// An upright grey face, as the face network reads it.
package struct FaceCrop: Sendable, Equatable, Codable {
  /// Width and height, in pixels.
  package static let side = 48

  /// Brightness, `[48, 48]`, row-major, 0 to 255.
  package let grey: [UInt8]

  /// A crop from its 48 x 48 values.
  package init(grey: [UInt8]) {
    precondition(
      grey.count == Self.side * Self.side,
      "a crop has \(Self.side * Self.side) values, not \(grey.count)")
    self.grey = grey
  }

  /// The values with mean 0 and standard deviation 1, `[48, 48]`, row-major.
  ///
  /// A crop whose deviation is below one grey level is divided by one instead, so the result is
  /// always finite.
  package func normalized() -> [Float] {
    let count = Float(grey.count)
    // Sums of integers are exact, so mean and deviation do not depend on the order of summation.
    let sum = grey.reduce(0) { $0 + Int($1) }
    let squares = grey.reduce(0) { $0 + Int($1) * Int($1) }
    let variance = Double(grey.count * squares - sum * sum) / Double(grey.count * grey.count)
    let mean = Float(sum) / count
    let factor = 1 / max(1, Float(variance.squareRoot()))
    return grey.map { (Float($0) - mean) * factor }
  }
}
