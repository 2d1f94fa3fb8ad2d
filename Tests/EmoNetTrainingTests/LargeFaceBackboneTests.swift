// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

import Faces
import Files
import NeuralNetwork
import Testing

@testable import EmoNet
@testable import EmoNetTraining

@Suite
struct LargeFaceBackboneTests {
  private static let sides = [103, 112]

  private static func architecture(_ side: Int = 112) throws -> BackboneArchitecture {
    try #require(BackboneArchitecture(.resnet29, inputSide: side))
  }

  /// A backbone whose running statistics are not the first ones.
  private static func backbone(_ side: Int = 112) throws -> FaceBackbone {
    var generator = SeededGenerator(seed: 1)
    let backbone = FaceBackbone(try architecture(side), using: &generator)
    _ = backbone.features(faces(4, seed: 2), phase: .training(stepSeed: 0))
    return backbone
  }

  private static func faces(_ count: Int, seed: UInt64) -> Tensor {
    var generator = SeededGenerator(seed: seed)
    let side = FaceCrop.side
    return Tensor(
      shape: [count, side, side, 1], (0..<count * side * side).map { _ in generator.normal() })
  }

  private static func difference(_ left: Tensor, _ right: Tensor) -> Float {
    let scale = right.values.map(abs).max() ?? 0
    return (zip(left.values, right.values).map { abs($0 - $1) }.max() ?? 0) / scale
  }

  /// SplitMix64 of a counter: its upper 24 bits as a number in [-1, 1), as in `make_golden.py`.
  private struct Noise {
    var count: UInt64 = 0

    mutating func next() -> Float {
      count += 1
      var z = count &* 0x9E37_79B9_7F4A_7C15
      z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
      z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
      z ^= z >> 31
      return Float(z >> 40) / Float(1 << 23) - 1
    }
  }

  @Test
  func withWeightsOfAFormulaItsFeaturesAreThoseOfAnotherProgram() throws {
    var generator = SeededGenerator(seed: 0)
    let backbone = FaceBackbone(try Self.architecture(), using: &generator)
    let heads = ["emotion.", "original_label."]
    var noise = Noise()
    var tensors = backbone.tensors()
    for name in tensors.keys.sorted() where !heads.contains(where: name.hasPrefix) {
      guard let shape = tensors[name]?.shape else { continue }
      let isMatrix = shape.count > 1
      let isScale = !isMatrix && (name.hasSuffix("running_var") || name.hasSuffix(".weight"))
      let limit =
        isMatrix ? (6 / Float(shape.dropFirst().reduce(1, *))).squareRoot() : 0.25
      tensors[name] = Tensor(shape: shape) { values in
        for index in values.indices {
          values[index] = limit * noise.next() + (isScale ? 1 : 0)
        }
      }
    }
    try backbone.load(from: WeightFile(tensors: tensors))
    let side = FaceCrop.side
    let face = Tensor(shape: [1, side, side, 1], (0..<side * side).map { _ in 2 * noise.next() })
    let expected = Tensor(shape: [1, 64], ResNet29Golden.features)
    // Single precision through 29 convolutions of up to 2304 products.
    #expect(Self.difference(FusedFaceBackbone(backbone).features(face), expected) < 1e-5)
    #expect(Self.difference(backbone.features(face, phase: .inference), expected) < 1e-5)
  }

  @Test(arguments: sides)
  func foldingChangesTheFeaturesByNoMoreThanRounding(side: Int) throws {
    let backbone = try Self.backbone(side)
    let faces = Self.faces(3, seed: 3)
    let fused = FusedFaceBackbone(backbone).features(faces)
    #expect(fused.shape == [3, 64])
    #expect(Self.difference(fused, backbone.features(faces, phase: .inference)) < 1e-5)
  }

  @Test
  func readFromAFileItGivesTheSameBytes() throws {
    let backbone = try Self.backbone()
    let file = WeightFile(tensors: backbone.tensors(prefix: FusedFaceBackbone.prefix))
    let read = try FusedFaceBackbone(from: file, architecture: Self.architecture())
    let folded = FusedFaceBackbone(backbone)
    let faces = Self.faces(2, seed: 4)
    let features = folded.features(faces)
    #expect(read.features(faces) == features)
    #expect(read.emotionLogits(features) == folded.emotionLogits(features))
    #expect(read.features(Self.faces(0, seed: 4)).shape == [0, 64])
  }

  @Test
  func aFacesFeaturesAreTheSameBytesInEveryBatchAndOnAnyNumberOfThreads() throws {
    let backbone = try Self.backbone()
    let faces = Self.faces(7, seed: 5)
    let precisions: [ComputePrecision] =
      ComputePrecision.isBFloat16Available ? [.float32, .bfloat16] : [.float32]
    for precision in precisions {
      let fused = FusedFaceBackbone(backbone, precision: precision)
      let together = ComputeThreads.with(1) { fused.features(faces) }
      #expect(ComputeThreads.with(2) { fused.features(faces) } == together)
      #expect(
        ComputeThreads.with(3) { FusedFaceBackbone(backbone, precision: precision).features(faces) }
          == together)
      for face in 0..<7 {
        #expect(fused.features(faces.rows(face..<face + 1)) == together.rows(face..<face + 1))
      }
    }
  }

  @Test(.enabled(if: ComputePrecision.isBFloat16Available))
  func sixteenBitFloatsChangeTheFeaturesByNoMoreThanTheirRounding() throws {
    let backbone = try Self.backbone()
    let faces = Self.faces(3, seed: 6)
    let exact = FusedFaceBackbone(backbone).features(faces)
    let rounded = FusedFaceBackbone(backbone, precision: .bfloat16).features(faces)
    // 29 layers round weights and values to 8 bits, 2^-9 each; most of it cancels in sums and in the mean.
    #expect(Self.difference(rounded, exact) < 4e-2)
    #expect(rounded != exact)
  }

  @Test
  func aStartWithoutStatisticsTakesOnThoseOfTheFacesAndComputesWhatItDid() throws {
    var generator = SeededGenerator(seed: 8)
    let backbone = FaceBackbone(try Self.architecture(), using: &generator)
    let faces = Self.faces(12, seed: 9)
    let start = WeightFile(tensors: backbone.tensors())
    let before = backbone.features(faces, phase: .inference)
    try backbone.loadBody(from: start, faces: faces)
    #expect(backbone.tensors()["bn1.running_mean"] != start.tensors["bn1.running_mean"])
    // Once more than rounding: each layer's statistics are measured behind the one before it.
    #expect(Self.difference(backbone.features(faces, phase: .inference), before) < 1e-4)
    let training = backbone.features(faces, phase: .training(stepSeed: 0))
    #expect(Self.difference(training, before) < 1e-3)
  }

  @Test
  func theGradientOfTheLossIsTheSlopeAlongIt() throws {
    let backbone = try Self.backbone(103)
    let faces = Self.faces(4, seed: 10)
    let labels: [Emotion] = [.angry, .happy, .sad, .fear]
    var configuration = BackboneFixtures.configuration
    configuration.originalLabels = .mixed
    configuration.logitAdjustment = 1
    let loss = BackboneLoss(
      configuration, votes: .oneHot(labels.map(\.index), classes: Emotion.count),
      labels: labels, rows: Array(0..<4))
    func value() -> Double {
      Double(
        loss.learn(faces, rows: Array(0..<4), backbone: backbone, phase: .training(stepSeed: 0)))
    }
    _ = value()
    let parameters = backbone.parameters
    let gradients = parameters.map(\.gradient)
    let squares = gradients.reduce(0.0) { sum, gradient in
      gradient.values.reduce(sum) { $0 + Double($1) * Double($1) }
    }
    #expect(squares > 0)
    // A step that changes the loss by about a hundredth, so that few rectifiers change their side.
    let step = Float(0.005 / squares)
    func move(_ scale: Float) {
      for (parameter, gradient) in zip(parameters, gradients) {
        parameter.value.add(gradient, scale: scale)
      }
    }
    move(step)
    let above = value()
    move(-2 * step)
    let below = value()
    let slope = (above - below) / Double(2 * step)
    #expect(abs(slope / squares - 1) < 0.05, "\(slope) for \(squares)")
  }
}

@Suite
struct BackboneArchitectureTests {
  @Test
  func aCardSaysWhichBackboneItHasUnlessItIsTheFirstOne() throws {
    var card = ModelCard(name: "m", featureSet: "f")
    #expect(try !card.metadata()["card", default: ""].contains("backbone"))
    card.architecture.recurrentSize = 64
    #expect(try !card.metadata()["card", default: ""].contains("backbone"))
    let architecture = try #require(BackboneArchitecture(.resnet29, inputSide: 128))
    card.architecture.backbone = architecture
    let metadata = try card.metadata()
    #expect(try ModelCard(metadata: metadata, path: "m") == card)
    #expect(try ModelCard.backbone(inMetadata: metadata, path: "m") == architecture)
    #expect(try ModelCard.backbone(inMetadata: [:], path: "m") == BackboneArchitecture())
  }

  @Test
  func aSideThatLeavesNothingOfAFaceIsRefused() throws {
    #expect(BackboneArchitecture(.resnet29, inputSide: 102) == nil)
    let text = #"{"architecture":{"backbone":{"network":"resnet29","inputSide":96}}}"#
    let error = #expect(throws: FileError.self) {
      try ModelCard.backbone(inMetadata: ["card": text], path: "m")
    }
    #expect(error?.reason.contains("103 to 512, not 96") == true, "\(error?.reason ?? "")")
    var configuration = BackboneFixtures.configuration
    #expect(try configuration.architecture() == BackboneArchitecture())
    configuration.network = .resnet29
    #expect(try configuration.architecture().inputSide == 112)
    configuration.inputSide = 96
    #expect(throws: TrainingError.self) { try configuration.architecture() }
  }

  @Test
  func aConfigurationWithoutTheNewerKeysIsWrittenAsItAlwaysWas() throws {
    let text = try CanonicalJSON.text(BackboneFixtures.configuration)
    #expect(
      text == #"{"augmentation":{"erasing":0.3,"logAspect":0.1,"logGamma":0.2,"logScale":0.1,"#
        + #""mirrors":true,"noise":4,"rotation":10,"shift":0.1},"batchSize":4,"epochs":1,"#
        + #""faces":"faces","minimumVotes":2,"momentum":0.9,"originalLabelWeight":0.3,"#
        + #""peakLearningRate":0.1,"warmUpFraction":0.2,"weightDecay":0.0005}"#)
  }
}
