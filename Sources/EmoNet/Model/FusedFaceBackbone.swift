// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

package import NeuralNetwork

/// The face backbone for inference: batch normalisation folded, ReLU and residual sums fused.
///
/// Safe to use from several threads; the features of a face depend neither on its batch nor on the
/// number of threads.
package struct FusedFaceBackbone: Sendable {
  private let body: FusedResidualNetwork
  private let emotionHead: FusedDense

  /// Folds a trained backbone.
  package init(_ backbone: FaceBackbone, precision: ComputePrecision = .float32) {
    body = FusedResidualNetwork(
      stem: FoldedConvolution(backbone.stem, backbone.stemNormalization, activation: .relu),
      blocks: backbone.blocks.map(FoldedResidualBlock.init), precision: precision)
    emotionHead = FusedDense(backbone.emotionHead)
  }

  /// Number format of weights and of what stands between layers; features are 32-bit floats.
  package var precision: ComputePrecision { body.precision }

  /// Features `[faces, 64]` of normalised faces `[faces, 48, 48, 1]`.
  package func features(_ faces: Tensor) -> Tensor { body(faces) }

  /// Scores before the softmax, `[faces, 7]`, of features `[faces, 64]`.
  func emotionLogits(_ features: Tensor) -> Tensor { emotionHead(features) }
}
