// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

package import Faces
package import NeuralNetwork

/// Layers of the face backbone: ResNet-20 that turns one grey face into 64 features.
///
/// The network of He et al. 2015 for CIFAR-10 with one input channel: a 3x3 convolution, three
/// stages of three residual blocks (16, 32, 64 channels; the stride is 2 where a stage begins;
/// shortcuts are strided identities with zero-padded channels), then the mean over the picture.
/// Tensor names are those of the usual PyTorch definition, so that CIFAR-10 weights load by name.
package enum FaceBackboneLayers {
  /// A residual block's name and shape.
  package typealias Block = (name: String, inputs: Int, outputs: Int, stride: Int)

  /// Length of the feature vector of one face.
  package static let featureCount = 64
  /// Channels of the first convolution and of each stage's blocks.
  package static let stageChannels = [16, 32, featureCount]
  private static let blocksPerStage = 3

  package static let stemName = "conv1"
  package static let stemNormalizationName = "bn1"
  /// Scores the seven emotions from the features.
  package static let emotionHeadName = "emotion"
  /// Shape of the first convolution's weights.
  package static let stemShape = [stageChannels[0], 1, 3, 3]

  /// The residual blocks, first to last.
  package static var blocks: [Block] {
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
}

/// The face backbone for inference: batch normalisation folded, ReLU and residual sums fused.
///
/// Safe to use from several threads; the features of a face depend neither on its batch nor on the
/// number of threads.
package struct FusedFaceBackbone: Sendable {
  /// What the names of the backbone's tensors begin with in a model's file.
  package static let prefix = "backbone."

  private let body: FusedResidualNetwork
  private let emotionHead: FusedDense

  /// A backbone from its folded parts.
  package init(body: FusedResidualNetwork, emotionHead: FusedDense) {
    self.body = body
    self.emotionHead = emotionHead
  }

  /// Reads a backbone's body and its emotion head from a model's file.
  ///
  /// Throws `FileError` where a tensor is missing or has another shape.
  package init(from file: WeightFile, precision: ComputePrecision = .float32) throws {
    typealias Layers = FaceBackboneLayers
    body = FusedResidualNetwork(
      stem: try FoldedConvolution(
        from: file, name: Self.prefix + Layers.stemName,
        normalization: Self.prefix + Layers.stemNormalizationName, shape: Layers.stemShape,
        padding: 1, activation: .relu),
      blocks: try Layers.blocks.map { block in
        try FoldedResidualBlock(
          from: file, name: Self.prefix + block.name, inputChannels: block.inputs,
          outputChannels: block.outputs, stride: block.stride)
      }, precision: precision)
    emotionHead = try FusedDense(
      from: file, name: Self.prefix + Layers.emotionHeadName, inputs: Layers.featureCount,
      outputs: Emotion.count)
  }

  /// Number format of weights and of what stands between layers; features are 32-bit floats.
  package var precision: ComputePrecision { body.precision }

  /// Features `[faces, 64]` of normalised faces `[faces, 48, 48, 1]`.
  package func features(_ faces: Tensor) -> Tensor { body(faces) }

  /// Features `[crops, 64]`, not yet standardised.
  package func features(of crops: [FaceCrop]) -> Tensor {
    let side = FaceCrop.side
    return features(
      Tensor(shape: [crops.count, side, side, 1], crops.flatMap { $0.normalized() }))
  }

  /// Scores before the softmax, `[faces, 7]`, of features `[faces, 64]`.
  package func emotionLogits(_ features: Tensor) -> Tensor { emotionHead(features) }
}
