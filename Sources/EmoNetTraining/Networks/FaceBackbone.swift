// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

package import EmoNet
package import NeuralNetwork

/// The face backbone in its trainable form; see `FaceBackboneLayers`.
package final class FaceBackbone {
  private typealias Layers = FaceBackboneLayers

  let stem: Convolution2D
  let stemNormalization: BatchNormalization
  let blocks: [ResidualBlock]
  /// Scores the seven emotions from the features; the backbone learns through it.
  package let emotionHead: Dense
  /// Scores FER2013's own labels, which know disgust and fear better than the FER+ votes do.
  ///
  /// Only training uses it.
  let originalLabelHead: Dense
  private let body: Sequential

  /// A backbone with random weights drawn from `generator`.
  package init(using generator: inout SeededGenerator) {
    stem = Convolution2D(
      name: Layers.stemName, inputChannels: 1, outputChannels: Layers.stageChannels[0],
      kernelSize: 3,
      padding: 1, hasBias: false, using: &generator)
    // Nothing learns from the gradient of the pictures.
    stem.propagatesGradient = false
    stemNormalization = BatchNormalization(
      name: Layers.stemNormalizationName, channels: Layers.stageChannels[0], rectifies: true)
    var blocks: [ResidualBlock] = []
    for place in Layers.blocks {
      blocks.append(
        ResidualBlock(
          name: place.name, inputChannels: place.inputs, outputChannels: place.outputs,
          stride: place.stride, shortcut: .padded, using: &generator))
    }
    self.blocks = blocks
    body = Sequential([stem, stemNormalization] + blocks + [GlobalAveragePooling()])
    emotionHead = Dense(
      name: Layers.emotionHeadName, inputs: Layers.featureCount, outputs: Emotion.allCases.count,
      using: &generator)
    originalLabelHead = Dense(
      name: "original_label", inputs: Layers.featureCount, outputs: Emotion.allCases.count,
      using: &generator)
  }

  /// Everything that is saved: the body and both heads.
  var layers: [any Layer] { [body, emotionHead, originalLabelHead] }

  /// Everything that is learnt.
  package var parameters: [Parameter] { layers.flatMap(\.parameters) }

  /// Features `[faces, 64]` of normalised faces `[faces, 48, 48, 1]`.
  package func features(_ faces: Tensor, phase: Phase) -> Tensor {
    body.forward(faces, phase: phase)
  }

  /// Sends the gradient of the features back through the body.
  package func backward(_ featureGradient: Tensor) {
    _ = body.backward(featureGradient)
  }

  /// Weights by name, each with `prefix` before it.
  package func tensors(prefix: String = "") -> [String: Tensor] {
    layers.reduce(into: [:]) { result, layer in
      result.merge(layer.tensors(prefix: prefix)) { _, new in new }
    }
  }

  /// Takes all weights from `file`; throws `FileError` when one is missing or does not fit.
  func load(from file: WeightFile, prefix: String = "") throws {
    for layer in layers { try layer.load(from: file, prefix: prefix) }
  }

  /// Takes the body from a network trained on colour pictures, its first layer summed over colours.
  ///
  /// A grey picture is one whose three colours are equal, so the sum of the three kernels answers
  /// to it as the original did.
  func loadBody(fromColourNetwork file: WeightFile) throws {
    var grey = file
    let outputs = Layers.stageChannels[0]
    let kernels = try file.tensor("\(Layers.stemName).weight", shape: [outputs, 3, 3, 3])
    var summed = [Float](repeating: 0, count: outputs * 9)
    for output in 0..<outputs {
      for colour in 0..<3 {
        for tap in 0..<9 { summed[output * 9 + tap] += kernels[(output * 3 + colour) * 9 + tap] }
      }
    }
    grey.tensors["\(Layers.stemName).weight"] = Tensor(shape: [outputs, 1, 3, 3], summed)
    try body.load(from: grey)
  }
}

extension FusedFaceBackbone {
  /// Folds a trained backbone.
  package init(_ backbone: FaceBackbone, precision: ComputePrecision = .float32) {
    self.init(
      body: FusedResidualNetwork(
        stem: FoldedConvolution(backbone.stem, backbone.stemNormalization, activation: .relu),
        blocks: backbone.blocks.map(FoldedResidualBlock.init), precision: precision),
      emotionHead: FusedDense(backbone.emotionHead))
  }
}

/// The face backbone of a model that was trained before.
struct FinishedBackbone {
  private let file: WeightFile

  /// Reads the model at `path`; throws `FileError`.
  init(_ path: String) throws {
    file = try WeightFile.read(path)
  }

  /// SHA-256 of the model's file, 64 hexadecimal digits.
  var checksum: String {
    guard let checksum = file.checksum else { preconditionFailure("a file that was read has one") }
    return checksum.sha256
  }

  /// The backbone; throws `FileError` when it is missing or does not fit.
  func backbone() throws -> FaceBackbone {
    var generator = SeededGenerator(seed: 0)
    let backbone = FaceBackbone(using: &generator)
    try backbone.load(from: file, prefix: FusedFaceBackbone.prefix)
    return backbone
  }
}
