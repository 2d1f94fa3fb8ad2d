// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

package import EmoNet
package import NeuralNetwork

/// The face backbone in its trainable form; see `FaceBackboneLayers`.
package final class FaceBackbone {
  private typealias Names = FaceBackboneLayers

  /// The network and the size of what it sees.
  package let architecture: BackboneArchitecture
  let layout: FaceBackboneLayers
  let stem: Convolution2D
  let stemNormalization: BatchNormalization
  let blocks: [ResidualBlock]
  /// Maps the mean over the picture to the features; nil where it is the features.
  let reduction: Dense?
  /// Scores the seven emotions from the features; the backbone learns through it.
  package let emotionHead: Dense
  /// Scores FER2013's own labels, which know disgust and fear better than the FER+ votes do.
  ///
  /// Only training uses it.
  let originalLabelHead: Dense
  private let body: Sequential

  /// A backbone with random weights drawn from `generator`.
  package init(
    _ architecture: BackboneArchitecture = BackboneArchitecture(),
    using generator: inout SeededGenerator
  ) {
    self.architecture = architecture
    let layout = FaceBackboneLayers(architecture)
    self.layout = layout
    let stemShape = layout.stemShape
    stem = Convolution2D(
      name: Names.stemName, inputChannels: stemShape[1], outputChannels: stemShape[0],
      kernelSize: stemShape[2], stride: layout.stemStride, padding: layout.stemPadding,
      hasBias: false, using: &generator)
    // Nothing learns from the gradient of the pictures.
    stem.propagatesGradient = false
    stemNormalization = BatchNormalization(
      name: Names.stemNormalizationName, channels: stemShape[0], rectifies: true)
    var blocks: [ResidualBlock] = []
    for place in layout.blocks {
      blocks.append(
        ResidualBlock(
          name: place.name, inputChannels: place.inputs, outputChannels: place.outputs,
          stride: place.stride, padding: place.padding, shortcut: layout.shortcut,
          using: &generator))
    }
    self.blocks = blocks
    let pooling = layout.pooling.map { [MaxPooling2D(size: $0.size, stride: $0.stride)] } ?? []
    body = Sequential(
      [stem, stemNormalization] + pooling + blocks + [GlobalAveragePooling()])
    reduction =
      layout.isReduced
      ? Dense(
        name: Names.reductionName, inputs: layout.channels, outputs: Names.featureCount,
        using: &generator) : nil
    emotionHead = Dense(
      name: Names.emotionHeadName, inputs: Names.featureCount, outputs: Emotion.allCases.count,
      using: &generator)
    originalLabelHead = Dense(
      name: "original_label", inputs: Names.featureCount, outputs: Emotion.allCases.count,
      using: &generator)
  }

  /// Everything that is saved: the body with its reduction and both heads.
  var layers: [any Layer] {
    [body] + (reduction.map { [$0] } ?? []) + [emotionHead, originalLabelHead]
  }

  /// Everything that is learnt.
  package var parameters: [Parameter] { layers.flatMap(\.parameters) }

  /// Everything that is saved but not learnt.
  var buffers: [Parameter] { layers.flatMap(\.buffers) }

  /// Features `[faces, 64]` of normalised faces `[faces, 48, 48, 1]`.
  package func features(_ faces: Tensor, phase: Phase) -> Tensor {
    let means = body.forward(layout.enlargement?(faces) ?? faces, phase: phase)
    return reduction?.forward(means, phase: phase) ?? means
  }

  /// Sends the gradient of the features back through the body.
  package func backward(_ featureGradient: Tensor) {
    _ = body.backward(reduction?.backward(featureGradient) ?? featureGradient)
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

  /// Takes the body from a network that learnt something else; throws `FileError` where it does not fit.
  ///
  /// ResNet-20 starts from a network of colour pictures, whose first layer is summed over colours: a grey
  /// picture is one whose three colours are equal, so the sum of the three kernels answers to it as the
  /// original did. ResNet-29 starts from a file that was made for grey crops of zero mean and unit
  /// deviation. That network knows no statistics: they are those of `faces`, normalised, `[n, 48, 48, 1]`.
  func loadBody(from file: WeightFile, faces: @autoclosure () -> Tensor) throws {
    switch architecture.network {
    case .resnet20: try body.load(from: summedOverColours(file))
    case .resnet29:
      try body.load(from: file)
      _ = features(faces(), phase: .measuring)
    }
  }

  private func summedOverColours(_ file: WeightFile) throws -> WeightFile {
    var grey = file
    let (outputs, size) = (layout.stemShape[0], layout.stemShape[2])
    let taps = size * size
    let name = "\(Names.stemName).weight"
    let kernels = try file.tensor(name, shape: [outputs, 3, size, size])
    var summed = [Float](repeating: 0, count: outputs * taps)
    for output in 0..<outputs {
      for colour in 0..<3 {
        for tap in 0..<taps {
          summed[output * taps + tap] += kernels[(output * 3 + colour) * taps + tap]
        }
      }
    }
    grey.tensors[name] = Tensor(shape: layout.stemShape, summed)
    return grey
  }
}

extension FusedFaceBackbone {
  /// Folds a trained backbone.
  package init(_ backbone: FaceBackbone, precision: ComputePrecision = .float32) {
    self.init(
      enlargement: backbone.layout.enlargement,
      body: FusedResidualNetwork(
        stem: FoldedConvolution(backbone.stem, backbone.stemNormalization, activation: .relu),
        pooling: backbone.layout.pooling, blocks: backbone.blocks.map(FoldedResidualBlock.init),
        precision: precision),
      reduction: backbone.reduction.map { FusedDense($0) },
      emotionHead: FusedDense(backbone.emotionHead))
  }
}

/// The face backbone of a model that was trained before.
struct FinishedBackbone {
  private let file: WeightFile
  /// The network and the size of what it sees, by the model's card.
  let architecture: BackboneArchitecture

  /// Reads the model at `path`; throws `FileError`.
  init(_ path: String) throws {
    file = try WeightFile.read(path)
    architecture = try ModelCard.backbone(inMetadata: file.metadata, path: path)
  }

  /// SHA-256 of the model's file, 64 hexadecimal digits.
  var checksum: String {
    guard let checksum = file.checksum else { preconditionFailure("a file that was read has one") }
    return checksum.sha256
  }

  /// The backbone; throws `FileError` when it is missing or does not fit.
  func backbone() throws -> FaceBackbone {
    var generator = SeededGenerator(seed: 0)
    let backbone = FaceBackbone(architecture, using: &generator)
    try backbone.load(from: file, prefix: FusedFaceBackbone.prefix)
    return backbone
  }
}
