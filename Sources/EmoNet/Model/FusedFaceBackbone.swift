// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

package import NeuralNetwork

/// The face backbone for inference: batch normalisation folded, ReLU and residual sums fused.
///
/// Safe to use from several threads; the features of a face do not depend on its batch.
package struct FusedFaceBackbone: Sendable {
  private let stem: FusedConvolution
  private let blocks: [FusedResidualBlock]
  private let emotionHead: FusedDense

  /// Folds a trained backbone.
  package init(_ backbone: FaceBackbone) {
    stem = FusedConvolution(backbone.stem, backbone.stemNormalization, activation: .relu)
    blocks = backbone.blocks.map(FusedResidualBlock.init)
    emotionHead = FusedDense(backbone.emotionHead)
  }

  /// Features `[faces, 64]` of normalised faces `[faces, 48, 48, 1]`.
  package func features(_ faces: Tensor) -> Tensor {
    Pooling.globalAverage(blocks.reduce(stem(faces)) { values, block in block(values) })
  }

  /// Scores before the softmax, `[faces, 7]`, of features `[faces, 64]`.
  func emotionLogits(_ features: Tensor) -> Tensor { emotionHead(features) }
}
