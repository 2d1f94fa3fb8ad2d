// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

import Foundation

@testable import Faces

/// The detector with the repository's weights, and the repository's clip.
enum TestDetector {
  private static let root = URL(filePath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
  static let weights = root.appending(path: "Weights/yunet-2023mar.safetensors")
    .path(percentEncoded: false)
  /// A slowly moved and zoomed public-domain portrait, see the README beside it.
  static let sampleClip = root.appending(path: "experiments/sample-clip/sample.avi")
    .path(percentEncoded: false)

  static func make(options: DetectorOptions = .init()) throws -> FaceDetector {
    try FaceDetector(weights: weights, options: options)
  }
}

/// A face with plausible landmarks in a box of this size.
func makeFace(
  x: Float, y: Float, width: Float = 60, height: Float = 80, score: Float = 0.9
) -> Face {
  func point(_ u: Float, _ v: Float) -> Point { Point(x: x + u * width, y: y + v * height) }
  return Face(
    box: FaceBox(x: x, y: y, width: width, height: height),
    landmarks: [
      point(0.3, 0.35), point(0.7, 0.35), point(0.5, 0.55), point(0.35, 0.75), point(0.65, 0.75),
    ], score: score)
}
