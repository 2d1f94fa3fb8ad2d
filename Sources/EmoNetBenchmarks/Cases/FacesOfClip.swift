// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

internal import EmoNet
internal import Faces
internal import Media
internal import NeuralNetwork

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
        RealTimeReference(duration: Double(frames.count) / Double(VideoReader.framesPerSecond))
      ],
      checks: [
        Check(
          "one face in each of \(frames.count) frames, all of one track",
          faces.map(\.frame) == frames.map(\.index) && Set(faces.map(\.track)).count == 1),
        Check("the same faces and crops again", follow() == faces),
      ])
  }
}
