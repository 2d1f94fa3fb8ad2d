// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

import AudioFeatures
import Foundation
import NeuralNetwork

@testable import EmoNet

/// A small model whose weights are drawn at random, as its file holds it.
enum ModelFixture {
  /// What the sound branch takes.
  static let functionals = FunctionalsExtractor(featureSet: AudioBranch.featureSet).names.count
  static let discriminants = 5

  static let architecture: ModelArchitecture = {
    var architecture = ModelArchitecture()
    architecture.recurrentSize = 6
    architecture.recurrentLayers = 2
    architecture.audioHiddenSize = 8
    architecture.audioSize = 4
    architecture.fusionHiddenSizes = [10, 9]
    return architecture
  }()

  /// A card of such a model.
  static func card() -> ModelCard {
    var card = ModelCard(name: "small", featureSet: AudioBranch.featureSet.version)
    card.architecture = architecture
    card.recipe = .object(["seed": .integer(7)])
    card.trainingClips = ["a": 3]
    card.trainingSpeakers = ["x"]
    card.validation = ["uar": 0.5]
    return card
  }

  /// The file; branches beside picture and sound give `further` values to each member's head.
  static func file(
    _ card: ModelCard = card(), members: Int = 2, further: Int = 0
  ) throws -> WeightFile {
    var tensors = Weights(seed: 2)
    tensors.addBackbone()
    tensors.addStandardizer(VideoBranch.standardizerName, FaceBackboneLayers.featureCount)
    tensors.addStandardizer("sound.standardizer", functionals)
    tensors.add("sound.discriminants.mean", [functionals], scale: 0.1)
    tensors.add("sound.discriminants.projection", [discriminants, functionals], scale: 0.05)
    for member in 0..<members {
      let prefix = "member\(member)."
      tensors.addLSTM(
        prefix + VideoBranch.recurrentName, FaceBackboneLayers.featureCount,
        architecture.recurrentSize, architecture.recurrentLayers)
      tensors.addDense(
        prefix + AudioBranch.denseName, architecture.audioWidths(discriminants: discriminants))
      tensors.addDense(
        prefix + FusionHead.name,
        architecture.fusionWidths(
          inputs: architecture.recurrentSize + architecture.audioSize + further))
    }
    return WeightFile(tensors: tensors.tensors, metadata: try card.metadata())
  }

  /// Functionals that a clip might have.
  static let sound = Tensor(
    shape: [functionals], (0..<functionals).map { Float($0 % 23) / 7 - 1.5 })
}

/// Random tensors by the names that files have them under.
private struct Weights {
  private(set) var tensors: [String: Tensor] = [:]
  private var generator: SeededGenerator

  init(seed: UInt64) { generator = SeededGenerator(seed: seed) }

  mutating func add(_ name: String, _ shape: [Int], scale: Float, around mean: Float = 0) {
    let values = (0..<shape.reduce(1, *)).map { _ in mean + scale * generator.normal() }
    tensors[name] = Tensor(shape: shape, values)
  }

  mutating func addStandardizer(_ name: String, _ inputs: Int) {
    add("\(name).mean", [inputs], scale: 0.1)
    add("\(name).inverse_deviation", [inputs], scale: 0.1, around: 1)
    tensors["\(name).limit"] = Tensor(shape: [1], [Standardizer.defaultLimit])
  }

  mutating func addDense(_ name: String, _ widths: [Int]) {
    for (index, (inputs, outputs)) in zip(widths, widths.dropFirst()).enumerated() {
      add("\(name).\(index).weight", [outputs, inputs], scale: (2 / Float(inputs)).squareRoot())
      add("\(name).\(index).bias", [outputs], scale: 0.1)
    }
  }

  mutating func addLSTM(_ name: String, _ inputs: Int, _ size: Int, _ layers: Int) {
    for layer in 0..<layers {
      add("\(name).weight_ih_l\(layer)", [4 * size, layer == 0 ? inputs : size], scale: 0.3)
      add("\(name).weight_hh_l\(layer)", [4 * size, size], scale: 0.3)
      add("\(name).bias_l\(layer)", [4 * size], scale: 0.1)
    }
  }

  mutating func addBackbone() {
    typealias Layers = FaceBackboneLayers
    let layers = Layers(BackboneArchitecture())
    func name(_ part: String) -> String { FusedFaceBackbone.prefix + part }
    addConvolution(
      name(Layers.stemName), name(Layers.stemNormalizationName), inputs: 1,
      outputs: layers.stemShape[0])
    for block in layers.blocks {
      addConvolution(
        name("\(block.name).conv1"), name("\(block.name).bn1"), inputs: block.inputs,
        outputs: block.outputs)
      addConvolution(
        name("\(block.name).conv2"), name("\(block.name).bn2"), inputs: block.outputs,
        outputs: block.outputs)
    }
    add(name("\(Layers.emotionHeadName).weight"), [Emotion.count, Layers.featureCount], scale: 0.2)
    add(name("\(Layers.emotionHeadName).bias"), [Emotion.count], scale: 0.1)
  }

  private mutating func addConvolution(
    _ name: String, _ normalization: String, inputs: Int, outputs: Int
  ) {
    add("\(name).weight", [outputs, inputs, 3, 3], scale: (2 / Float(9 * inputs)).squareRoot())
    add("\(normalization).weight", [outputs], scale: 0.1, around: 1)
    add("\(normalization).bias", [outputs], scale: 0.1)
    add("\(normalization).running_mean", [outputs], scale: 0.1)
    tensors["\(normalization).running_var"] = Tensor(
      shape: [outputs], [Float](repeating: 1, count: outputs))
  }
}
