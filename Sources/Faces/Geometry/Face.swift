// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

/// A position in a picture; (0, 0) is the upper left corner of the upper left pixel.
package struct Point: Sendable, Equatable, Codable {
  /// Distance from the left edge, in pixels.
  package var x: Float
  /// Distance from the upper edge, in pixels.
  package var y: Float

  /// A position from its distances to the left and upper edge, in pixels.
  init(x: Float, y: Float) {
    self.x = x
    self.y = y
  }

  static func + (left: Point, right: Point) -> Point {
    Point(x: left.x + right.x, y: left.y + right.y)
  }

  static func - (left: Point, right: Point) -> Point {
    Point(x: left.x - right.x, y: left.y - right.y)
  }

  static func * (point: Point, factor: Float) -> Point {
    Point(x: point.x * factor, y: point.y * factor)
  }

  /// Length of the vector from (0, 0), in pixels.
  var length: Float { (x * x + y * y).squareRoot() }
}

/// An upright rectangle round a face; it may reach beyond the picture.
package struct FaceBox: Sendable, Equatable, Codable {
  /// Left edge, in pixels.
  package var x: Float
  /// Upper edge, in pixels.
  package var y: Float
  /// Extent to the right, in pixels.
  package var width: Float
  /// Extent downwards, in pixels.
  package var height: Float

  /// A rectangle from its upper left corner and its extents, in pixels.
  init(x: Float, y: Float, width: Float, height: Float) {
    self.x = x
    self.y = y
    self.width = width
    self.height = height
  }

  /// Width times height, in square pixels; never negative.
  var area: Float { max(0, width) * max(0, height) }

  /// The middle of the rectangle.
  var center: Point { Point(x: x + width / 2, y: y + height / 2) }

  /// Shared area over joint area, 0 to 1 (intersection over union); 0 where both are empty.
  func overlap(with other: FaceBox) -> Float {
    let sharedWidth = min(x + width, other.x + other.width) - max(x, other.x)
    let sharedHeight = min(y + height, other.y + other.height) - max(y, other.y)
    guard sharedWidth > 0, sharedHeight > 0 else { return 0 }
    let shared = sharedWidth * sharedHeight
    let joint = area + other.area - shared
    return joint > 0 ? shared / joint : 0
  }

  func moved(by offset: Point) -> FaceBox {
    FaceBox(x: x + offset.x, y: y + offset.y, width: width, height: height)
  }
}

/// A face that the detector found in one picture.
package struct Face: Sendable, Equatable, Codable {
  /// Where the face is, in pixels.
  package var box: FaceBox
  /// Right eye, left eye, nose tip, right and left mouth corner; the subject's right is the
  /// picture's left.
  package var landmarks: [Point]
  /// How sure the detector is, 0 to 1.
  package var score: Float

  /// A face from its rectangle, its five landmarks and its score.
  init(box: FaceBox, landmarks: [Point], score: Float) {
    precondition(landmarks.count == 5, "a face has 5 landmarks, not \(landmarks.count)")
    self.box = box
    self.landmarks = landmarks
    self.score = score
  }

  /// The subject's right eye, on the picture's left in an upright face.
  var rightEye: Point { landmarks[0] }
  /// The subject's left eye, on the picture's right in an upright face.
  var leftEye: Point { landmarks[1] }
  /// The point between both mouth corners.
  var mouthCenter: Point { (landmarks[3] + landmarks[4]) * 0.5 }
}

extension Face {
  /// The weighted mean of faces, rectangle, landmarks and score alike; the weights sum to one.
  static func mean(of faces: [(face: Face, weight: Float)]) -> Face {
    var box = FaceBox(x: 0, y: 0, width: 0, height: 0)
    var landmarks = [Point](repeating: Point(x: 0, y: 0), count: 5)
    var score: Float = 0
    for (face, weight) in faces {
      box.x += face.box.x * weight
      box.y += face.box.y * weight
      box.width += face.box.width * weight
      box.height += face.box.height * weight
      for i in 0..<5 { landmarks[i] = landmarks[i] + face.landmarks[i] * weight }
      score += face.score * weight
    }
    return Face(box: box, landmarks: landmarks, score: score)
  }

  /// The face on the straight line from `start` (`fraction` 0) to `end` (`fraction` 1).
  static func interpolated(from start: Face, to end: Face, fraction: Float) -> Face {
    mean(of: [(start, 1 - fraction), (end, fraction)])
  }

  /// The face in a picture `factor` times as large.
  func scaled(by factor: Float) -> Face {
    Face(
      box: FaceBox(
        x: box.x * factor, y: box.y * factor,
        width: box.width * factor, height: box.height * factor),
      landmarks: landmarks.map { $0 * factor }, score: score)
  }

  /// The face at another place of the picture.
  func moved(by offset: Point) -> Face {
    Face(box: box.moved(by: offset), landmarks: landmarks.map { $0 + offset }, score: score)
  }
}
