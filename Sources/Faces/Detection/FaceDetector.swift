// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

import NeuralNetwork
package import Signal

/// Finds faces and their five landmarks in single frames.
///
/// The same frame gives the same faces whatever came before and whatever the number of threads.
package struct FaceDetector: Sendable {
  /// What counts as a face.
  package let options: DetectorOptions
  private let network: YuNet

  /// A detector with the weights in the safetensors file at `path`.
  ///
  /// Throws `FileError` where the file cannot be read, or a tensor is missing or has another shape.
  package init(weights path: String) throws {
    try self.init(weights: path, options: DetectorOptions())
  }

  /// A detector that counts as a face what `options` say.
  init(weights path: String, options: DetectorOptions) throws {
    self.options = options
    network = try YuNet(try WeightFile.read(path))
  }

  /// The faces of `frame`, best score first, in its pixels; they may reach beyond its edges.
  ///
  /// The frame is searched with its longer side between `shortestLongerSide` and `longestSide`
  /// pixels and, when nothing is found, once more at a quarter of that, where a face that fills the
  /// picture shows.
  package func detect(in frame: VideoFrame) -> [Face] {
    search(frame, threshold: options.scoreThreshold)
  }

  func search(_ frame: VideoFrame, threshold: Float) -> [Face] {
    let scale = scale(for: frame)
    let faces = detect(in: frame, scale: scale.full, threshold: threshold)
    return faces.isEmpty ? detect(in: frame, scale: scale.coarse, threshold: threshold) : faces
  }

  func scale(for frame: VideoFrame) -> DetectionScale {
    DetectionScale(width: frame.width, height: frame.height, options: options)
  }

  /// The faces of `frame` looked at `scale` times as large.
  func detect(in frame: VideoFrame, scale: Float, threshold: Float) -> [Face] {
    guard frame.width > 0, frame.height > 0 else { return [] }
    let picture = DetectionPicture(frame, scale: scale)
    let claims = zip(network(picture.tensor), YuNet.strides).flatMap { cells, stride in
      YuNet.faces(in: cells, stride: stride, threshold: threshold)
    }
    let faces = NonMaximumSuppression.apply(to: claims, overlap: options.overlapThreshold)
    return faces.map { $0.scaled(by: 1 / picture.scale) }.filter { face in
      // What lies outside is a claim of the padding.
      let center = face.box.center
      return center.x >= 0 && center.y >= 0 && center.x <= Float(frame.width)
        && center.y <= Float(frame.height)
    }
  }
}

/// What the detector counts as a face, and how large it makes the pictures that it looks at.
package struct DetectorOptions: Sendable, Equatable, Codable {
  /// Lowest score of a face, above 0 and below 1.
  package var scoreThreshold: Float
  /// Overlap above which the weaker of two boxes is taken for the same face, 0 to 1.
  package var overlapThreshold: Float
  /// Longest side of the picture that is searched; larger frames are shrunk to it, in pixels.
  package var longestSide: Int
  /// Longer side that smaller frames are enlarged to before they are searched, in pixels.
  var shortestLongerSide: Int

  /// Options whose defaults find faces from about 35 pixels in a 720x576 frame.
  init(
    scoreThreshold: Float = 0.6, overlapThreshold: Float = 0.3, longestSide: Int = 640,
    shortestLongerSide: Int = 192
  ) {
    precondition(
      scoreThreshold > 0 && scoreThreshold < 1,
      "a score threshold of \(scoreThreshold) is not in (0, 1)")
    precondition(
      shortestLongerSide >= 32 && longestSide >= shortestLongerSide,
      "sides from \(shortestLongerSide) to \(longestSide) are no range above 32")
    self.scoreThreshold = scoreThreshold
    self.overlapThreshold = overlapThreshold
    self.longestSide = longestSide
    self.shortestLongerSide = shortestLongerSide
  }
}

/// How large a frame is made before the network looks at it.
///
/// The full search serves small faces; once faces are known, the smallest size at which they stay
/// easy to find is enough. Sizes come in a few steps, so that the network's primitives are prepared
/// for a few shapes only.
struct DetectionScale: Sendable, Equatable {
  /// Steps below the full size.
  static let steps: [Float] = [1, 0.75, 0.5, 0.375, 0.25, 0.1875, 0.125]
  /// Smallest extent that a known face keeps in the detection picture, in pixels.
  ///
  /// Faces are found down to a third of it, but their landmarks tremble twice as much as those of
  /// faces of 96 pixels.
  static let smallestFace: Float = 72

  /// Detection pixels for one pixel of the frame, in the full search.
  let full: Float
  /// The same in the second search, for faces that fill the picture: the network misses what is far
  /// above 300 pixels.
  let coarse: Float
  /// Smallest scale that is worth a run: the longer side is then 96 pixels.
  private let smallest: Float

  /// The scales for frames of `width` x `height` pixels.
  init(width: Int, height: Int, options: DetectorOptions) {
    let longer = max(1, max(width, height))
    let side = min(max(longer, options.shortestLongerSide), options.longestSide)
    full = Float(side) / Float(longer)
    coarse = Float(min(side / 2, 160)) / Float(longer)
    smallest = min(full, 96 / Float(longer))
  }

  /// The smallest step at which a face of `extent` frame pixels is still easy to find.
  func tracking(faceOf extent: Float) -> Float {
    for step in Self.steps.reversed() {
      let scale = full * step
      if scale * extent >= Self.smallestFace, scale >= smallest { return scale }
    }
    return full
  }
}

/// Keeps the best of several boxes round the same face.
enum NonMaximumSuppression {
  /// The faces, best score first, without those that overlap a better one by more than `overlap`.
  ///
  /// Equal scores keep the order in which they came, so the result never depends on chance.
  static func apply(to faces: [Face], overlap threshold: Float) -> [Face] {
    let order = faces.indices.sorted {
      (faces[$0].score, $1) > (faces[$1].score, $0)
    }
    var kept: [Face] = []
    for index in order {
      let face = faces[index]
      if kept.allSatisfy({ $0.box.overlap(with: face.box) <= threshold }) { kept.append(face) }
    }
    return kept
  }
}
