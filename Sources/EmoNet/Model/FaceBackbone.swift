// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

package import NeuralNetwork

/// ResNet-20 that turns one grey face into 64 features: the trainable form.
///
/// The network of He et al. 2015 for CIFAR-10 with one input channel: a 3x3 convolution, three
/// stages of three residual blocks (16, 32, 64 channels; the stride is 2 where a stage begins;
/// shortcuts are strided identities with zero-padded channels), then the mean over the picture.
/// Tensor names are those of the usual PyTorch definition, so that CIFAR-10 weights load by name.
package final class FaceBackbone {
  /// Length of the feature vector of one face.
  package static let featureCount = 64
  /// Channels of the first convolution and of each stage's blocks.
  private static let stageChannels = [16, 32, featureCount]
  private static let blocksPerStage = 3

  /// Shape of the first convolution's weights.
  static let stemShape = [stageChannels[0], 1, 3, 3]

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
      name: "conv1", inputChannels: 1, outputChannels: Self.stageChannels[0], kernelSize: 3,
      padding: 1, hasBias: false, using: &generator)
    // Nothing learns from the gradient of the pictures.
    stem.propagatesGradient = false
    stemNormalization = BatchNormalization(
      name: "bn1", channels: Self.stageChannels[0], rectifies: true)
    var blocks: [ResidualBlock] = []
    for place in Self.blockPlaces {
      blocks.append(
        ResidualBlock(
          name: place.name, inputChannels: place.inputs, outputChannels: place.outputs,
          stride: place.stride, shortcut: .padded, using: &generator))
    }
    self.blocks = blocks
    body = Sequential([stem, stemNormalization] + blocks + [GlobalAveragePooling()])
    emotionHead = Dense(
      name: "emotion", inputs: Self.featureCount, outputs: Emotion.allCases.count,
      using: &generator)
    originalLabelHead = Dense(
      name: "original_label", inputs: Self.featureCount, outputs: Emotion.allCases.count,
      using: &generator)
  }

  /// Name, channels and stride of each residual block, first to last.
  static var blockPlaces: [(name: String, inputs: Int, outputs: Int, stride: Int)] {
    stageChannels.indices.flatMap { stage in
      (0..<blocksPerStage).map { block in
        let isFirst = stage > 0 && block == 0
        return (
          name: "layer\(stage + 1).\(block)", inputs: stageChannels[isFirst ? stage - 1 : stage],
          outputs: stageChannels[stage], stride: isFirst ? 2 : 1
        )
      }
    }
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

  /// Takes all weights from `file`; throws `WeightError` when one is missing or does not fit.
  func load(from file: WeightFile, prefix: String = "") throws {
    for layer in layers { try layer.load(from: file, prefix: prefix) }
  }

  /// Takes the body from a network trained on colour pictures, its first layer summed over colours.
  ///
  /// A grey picture is one whose three colours are equal, so the sum of the three kernels answers
  /// to it as the original did.
  func loadBody(fromColourNetwork file: WeightFile) throws {
    var grey = file
    let outputs = Self.stageChannels[0]
    let kernels = try file.tensor("conv1.weight", shape: [outputs, 3, 3, 3])
    var summed = [Float](repeating: 0, count: outputs * 9)
    for output in 0..<outputs {
      for colour in 0..<3 {
        for tap in 0..<9 { summed[output * 9 + tap] += kernels[(output * 3 + colour) * 9 + tap] }
      }
    }
    grey.tensors["conv1.weight"] = Tensor(shape: [outputs, 1, 3, 3], summed)
    try body.load(from: grey)
  }
}
