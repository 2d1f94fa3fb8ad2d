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

  /// Reads a backbone's body and its emotion head, without a detour over the trainable form.
  ///
  /// Throws `WeightError` where a tensor is missing or has another shape.
  init(from file: WeightFile, prefix: String = "", precision: ComputePrecision = .float32) throws {
    body = FusedResidualNetwork(
      stem: try FoldedConvolution(
        from: file, name: prefix + "conv1", normalization: prefix + "bn1",
        shape: FaceBackbone.stemShape, padding: 1, activation: .relu),
      blocks: try FaceBackbone.blockPlaces.map { place in
        try FoldedResidualBlock(
          from: file, name: prefix + place.name, inputChannels: place.inputs,
          outputChannels: place.outputs, stride: place.stride)
      }, precision: precision)
    emotionHead = try FusedDense(
      from: file, name: prefix + "emotion", inputs: FaceBackbone.featureCount,
      outputs: Emotion.allCases.count)
  }

  /// Number format of weights and of what stands between layers; features are 32-bit floats.
  package var precision: ComputePrecision { body.precision }

  /// Features `[faces, 64]` of normalised faces `[faces, 48, 48, 1]`.
  package func features(_ faces: Tensor) -> Tensor { body(faces) }

  /// Scores before the softmax, `[faces, 7]`, of features `[faces, 64]`.
  func emotionLogits(_ features: Tensor) -> Tensor { emotionHead(features) }
}
