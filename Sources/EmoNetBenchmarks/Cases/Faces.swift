// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

import EmoNet
import Faces
import Media
import NeuralNetwork
import Signal

/// The full search for faces in single frames: shrinking, network, cells into faces.
enum FaceDetection {
  /// Every so many of the sample clip's frames one is searched, which is enough: all cost the same.
  private static let step = 14
  /// Of the picture's extent; the sides shrink frames by filters of their own.
  private static let placeTolerance = 5e-3
  /// For the same reason.
  private static let scoreTolerance = 1e-2

  static let benchmark = Benchmark(
    suite: .detector, name: "detector",
    summary: "YuNet, full search of frames of 720x576, float32, frame by frame", prepare: prepare)

  private static func prepare(_ context: BenchmarkContext) throws -> PreparedBenchmark {
    let threads = context.inferenceThreads
    let weights = try WeightsLocator.locateDetector()
    let detector = try FaceDetector(weights: weights)
    let clip = try context.sampleClip
    let frames = try VideoReader.frames(of: clip).filter { $0.index % step == 0 }
    guard let first = frames.first else { throw BenchmarkError("\(clip): no frames") }
    func search() -> [[Face]] {
      ComputeThreads.with(threads) { frames.map(detector.detect(in:)) }
    }
    let found = search()
    let faces = found.compactMap(\.first)
    var checks = [
      Check("one face in each of \(frames.count) frames", found.allSatisfy { $0.count == 1 }),
      Check("the same faces again", search() == found),
    ]
    var references: [any Reference] = [
      RealTimeReference(duration: Double(frames.count) / Double(VideoFrame.framesPerSecond))
    ]
    if let python = try context.pythonReference(
      "detector", threads: threads,
      tensors: try WeightFile.read(weights).tensors.merging(
        [
          "frames": Tensor(
            shape: [frames.count, first.height, first.width, 3],
            frames.flatMap { $0.pixels.map(Float.init) }),
          "settings": settings(detector.options),
          "places": Tensor(shape: [faces.count, 14], faces.flatMap(places)),
          "scores": Tensor(shape: [faces.count], faces.map(\.score)),
        ]) { $1 },
      tolerances: ["boxes and landmarks": placeTolerance, "scores": scoreTolerance])
    {
      checks += python.checks
      references.append(python)
    }
    return PreparedBenchmark(
      work: Work(amount: Double(frames.count), unit: "frames"), threads: threads,
      run: { _ = search() }, references: references, checks: checks)
  }

  /// What the reference script goes by, `[3]`.
  private static func settings(_ options: DetectorOptions) -> Tensor {
    Tensor(
      shape: [3], [Float(options.longestSide), options.scoreThreshold, options.overlapThreshold])
  }

  /// Box and landmarks, 14 values in the frame's pixels.
  private static func places(_ face: Face) -> [Float] {
    [face.box.x, face.box.y, face.box.width, face.box.height]
      + face.landmarks.flatMap { [$0.x, $0.y] }
  }
}

/// Detection, tracking and crops over the sample clip's frames, which are decoded before.
enum FacesOfClip {
  static let benchmark = Benchmark(
    suite: .detector, name: "faces",
    summary: "faces of the sample clip: search, follow, crop; frames decoded before",
    prepare: prepare)

  private static func prepare(_ context: BenchmarkContext) throws -> PreparedBenchmark {
    let detector = try FaceDetector(weights: WeightsLocator.locateDetector())
    let frames = try VideoReader.frames(of: context.sampleClip)

    let threads = context.inferenceThreads
    func follow() -> [TrackedFace] {
      ComputeThreads.with(threads) {
        var pipeline = FacePipeline(detector: detector)
        return frames.flatMap { pipeline.add($0) } + pipeline.finish()
      }
    }

    let faces = follow()
    return PreparedBenchmark(
      work: Work(amount: Double(frames.count), unit: "frames"), threads: threads,
      run: { _ = follow() },
      references: [
        RealTimeReference(duration: Double(frames.count) / Double(VideoFrame.framesPerSecond))
      ],
      checks: [
        Check(
          "one face in each of \(frames.count) frames, all of one track",
          faces.map(\.frame) == frames.map(\.index) && Set(faces.map(\.track)).count == 1),
        Check("the same faces and crops again", follow() == faces),
      ])
  }
}
