// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

import EmoNet
import NeuralNetwork
import Testing

@testable import EmoNetTraining

@Suite struct FusedFaceBackboneTests {
  private let backbone: FaceBackbone
  private let faces: Tensor

  init() {
    var generator = SeededGenerator(seed: 1)
    backbone = FaceBackbone(using: &generator)
    faces = Tensor(shape: [3, 48, 48, 1], (0..<3 * 48 * 48).map { _ in generator.normal() })
    _ = backbone.features(faces, phase: .training(stepSeed: 0))
  }

  @Test func foldingChangesTheFeaturesByNoMoreThanRounding() {
    let expected = backbone.features(faces, phase: .inference).values
    let scale = expected.map(abs).max() ?? 0
    let fused = FusedFaceBackbone(backbone).features(faces).values
    #expect(zip(fused, expected).allSatisfy { abs($0 - $1) < 1e-5 * scale })
  }

  @Test func readFromAFileItGivesTheSameBytes() throws {
    let file = WeightFile(tensors: backbone.tensors(prefix: "backbone."))
    let read = try FusedFaceBackbone(from: file)
    let folded = FusedFaceBackbone(backbone)
    let features = folded.features(faces)
    #expect(read.features(faces) == features)
    #expect(read.emotionLogits(features) == folded.emotionLogits(features))
  }

  @Test(.enabled(if: ComputePrecision.isBFloat16Available))
  func the16BitFloatsChangeTheFeaturesByNoMoreThanTheirRounding() {
    let exact = FusedFaceBackbone(backbone).features(faces).values
    let scale = exact.map(abs).max() ?? 0
    let rounded = FusedFaceBackbone(backbone, precision: .bfloat16).features(faces).values
    // 19 layers round weights and values to 8 bits, 2^-9 each; most of it cancels in sums and in
    // the mean.
    #expect(zip(rounded, exact).allSatisfy { abs($0 - $1) < 3e-2 * scale })
    #expect(rounded != exact)
  }
}
