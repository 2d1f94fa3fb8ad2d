// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

/// A face that the detector found in one picture.
public struct Face: Sendable, Equatable, Codable {
  /// Where the face is, in pixels.
  public var box: FaceBox
  /// Right eye, left eye, nose tip, right and left mouth corner; the subject's right is the picture's left.
  public var landmarks: [Point]
  /// How sure the detector is, 0 to 1.
  public var score: Float

  /// A face from its rectangle, its five landmarks and its score.
  public init(box: FaceBox, landmarks: [Point], score: Float) {
    precondition(landmarks.count == 5, "a face has 5 landmarks, not \(landmarks.count)")
    self.box = box
    self.landmarks = landmarks
    self.score = score
  }

  /// The subject's right eye, on the picture's left in an upright face.
  public var rightEye: Point { landmarks[0] }
  /// The subject's left eye, on the picture's right in an upright face.
  public var leftEye: Point { landmarks[1] }
  /// The point between both mouth corners.
  public var mouthCenter: Point { (landmarks[3] + landmarks[4]) * 0.5 }
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
}
