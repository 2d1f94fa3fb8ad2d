// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

import Faces
import Files
import Media
import NeuralNetwork
import Signal
import TestSupport
import Testing

@testable import EmoNet

/// A face that appears late: the detector meets the smaller picture in which it follows the face
/// while the backbone meets its first face, so that both are compiled at the same time.
@Suite struct LateFaceTests {
  /// Black frames, then those of the sample clip.
  private final class LateFace: FrameSource {
    private static let blackFrames = 8
    private static let frames = 20
    private let clip: VideoReader
    private var held: VideoFrame?
    private var count = 0
    var report: DecodingReport { clip.report }

    init() throws {
      clip = try VideoReader(path: Checkout.sampleClip, maximumSide: 360)
    }

    func next() throws -> VideoFrame? {
      guard count < Self.frames else { return nil }
      let index = count
      count += 1
      guard let frame = try held ?? clip.next() else { return nil }
      let isBlack = index < Self.blackFrames
      held = isBlack ? frame : nil
      return VideoFrame(
        index: index, timestamp: Double(index) / 25, width: frame.width, height: frame.height,
        pixels: isBlack ? [UInt8](repeating: 0, count: frame.pixels.count) : frame.pixels)
    }
  }

  private final class Features: VideoConsumer {
    private(set) var values: [[Float]] = []
    func take(_ faces: [ObservedFace]) { values += faces.map { $0.features ?? [] } }
  }

  /// What networks that nobody has used yet make of the faces.
  private static func features(_ precision: ComputePrecision, threads: Int) throws -> [[Float]] {
    let file = try WeightFile.read(Checkout.model)
    let observer = ClipObserver(
      detector: try FaceDetector(weights: Checkout.detector),
      backbone: try FusedFaceBackbone(
        from: file,
        architecture: ModelCard.backbone(inMetadata: file.metadata, path: Checkout.model),
        precision: precision))
    var sources = ClipSources(name: "a late face")
    sources.video = { try LateFace() }
    let features = Features()
    _ = try observer.observe(
      sources, video: [features], audio: [], work: ClipWork(threads: threads))
    return features.values
  }

  @Test(
    arguments: [ComputePrecision.float32, .bfloat16].filter {
      $0 == .float32 || ComputePrecision.isBFloat16Available
    })
  func itsFeaturesAreTheSameToTheBitOnAnyNumberOfThreadsFromTheFirstTimeOn(
    precision: ComputePrecision
  ) throws {
    // Several threads first: what is compiled wrong stays wrong.
    let several = try [2, 4, 8, 2].map { try Self.features(precision, threads: $0) }
    let expected = try Self.features(precision, threads: 1)
    #expect(expected.count == 12)
    for features in several { #expect(features == expected) }
  }
}
