// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

package import Faces
package import NeuralNetwork

/// The face backbone for inference: batch normalisation folded, ReLU and residual sums fused.
///
/// Safe to use from several threads; the features of a face depend neither on its batch nor on the
/// number of threads.
package struct FusedFaceBackbone: Sendable {
  /// What the names of the backbone's tensors begin with in a model's file.
  package static let prefix = "backbone."

  private let enlargement: BilinearEnlargement?
  private let body: FusedResidualNetwork
  /// Maps the body's values to the features; nil where they are the features.
  private let reduction: FusedDense?
  private let emotionHead: FusedDense

  /// A backbone from its folded parts.
  package init(
    enlargement: BilinearEnlargement? = nil, body: FusedResidualNetwork,
    reduction: FusedDense? = nil, emotionHead: FusedDense
  ) {
    self.enlargement = enlargement
    self.body = body
    self.reduction = reduction
    self.emotionHead = emotionHead
  }

  /// Reads a backbone's body and its emotion head from a model's file.
  ///
  /// Throws `FileError` where a tensor is missing or has another shape.
  package init(
    from file: WeightFile, architecture: BackboneArchitecture = BackboneArchitecture(),
    precision: ComputePrecision = .float32
  ) throws {
    typealias Names = FaceBackboneLayers
    let layers = FaceBackboneLayers(architecture)
    enlargement = layers.enlargement
    body = FusedResidualNetwork(
      stem: try FoldedConvolution(
        from: file, name: Self.prefix + Names.stemName,
        normalization: Self.prefix + Names.stemNormalizationName, shape: layers.stemShape,
        stride: layers.stemStride, padding: layers.stemPadding, activation: .relu),
      pooling: layers.pooling,
      blocks: try layers.blocks.map { block in
        try FoldedResidualBlock(
          from: file, name: Self.prefix + block.name, inputChannels: block.inputs,
          outputChannels: block.outputs, stride: block.stride, padding: block.padding,
          shortcut: layers.shortcut)
      }, precision: precision)
    reduction =
      layers.isReduced
      ? try FusedDense(
        from: file, name: Self.prefix + Names.reductionName, inputs: layers.channels,
        outputs: Names.featureCount) : nil
    emotionHead = try FusedDense(
      from: file, name: Self.prefix + Names.emotionHeadName, inputs: Names.featureCount,
      outputs: Emotion.count)
  }

  /// Number format of weights and of what stands between layers; features are 32-bit floats.
  package var precision: ComputePrecision { body.precision }

  /// Features `[faces, 64]` of normalised faces `[faces, 48, 48, 1]`.
  package func features(_ faces: Tensor) -> Tensor {
    let means = body(enlargement?(faces) ?? faces)
    guard let reduction, faces.shape[0] > 0 else {
      return reduction == nil ? means : Tensor(shape: [0, FaceBackboneLayers.featureCount])
    }
    // Row by row, since the library may sum in another order for another number of rows.
    return .concatenated(
      (0..<means.shape[0]).map { reduction(means.rows($0..<$0 + 1)) }, axis: .first)
  }

  /// Features `[crops, 64]`, not yet standardised.
  package func features(of crops: [FaceCrop]) -> Tensor {
    let side = FaceCrop.side
    return features(
      Tensor(shape: [crops.count, side, side, 1], crops.flatMap { $0.normalized() }))
  }

  /// Scores before the softmax, `[faces, 7]`, of features `[faces, 64]`.
  package func emotionLogits(_ features: Tensor) -> Tensor { emotionHead(features) }
}
