// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

public import Media
internal import NeuralNetwork

/// Finds faces and their five landmarks in single frames.
///
/// The same frame gives the same faces whatever came before and whatever the number of threads.
public struct FaceDetector: Sendable {
  /// What counts as a face.
  public let options: DetectorOptions
  private let network: YuNet

  /// A detector with the weights in the safetensors file at `path`.
  ///
  /// Throws `WeightError` where the file cannot be read, or a tensor is missing or has another shape.
  public init(weights path: String, options: DetectorOptions = .init()) throws {
    self.options = options
    network = try YuNet(try WeightFile.read(path))
  }

  /// The faces of `frame`, best score first, in its pixels; they may reach beyond its edges.
  ///
  /// The frame is searched with its longer side between `shortestLongerSide` and `longestSide` pixels and, when nothing
  /// is found, once more at a quarter of that, where a face that fills the picture shows.
  public func detect(in frame: VideoFrame) -> [Face] {
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
