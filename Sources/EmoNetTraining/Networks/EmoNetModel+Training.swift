// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

import EmoNet
import NeuralNetwork

extension EmoNetModel {
  /// Puts a model together from its trained parts.
  init(
    backbone: FaceBackbone, faceStandardizer: Standardizer, audio: AudioProjection,
    members: [FusionNetwork], precision: Precision = .f32
  ) {
    let architecture = ModelArchitecture()
    self.init(
      backbone: FusedFaceBackbone(backbone, precision: precision.computePrecision),
      branches: [
        VideoBranch(
          standardizer: faceStandardizer, recurrent: members.map { FusedLSTM($0.recurrent) },
          width: architecture.recurrentSize),
        AudioBranch(
          projection: audio, dense: members.map { Self.fused($0.audio) },
          width: architecture.audioSize),
      ],
      heads: members.map {
        FusionHead(
          layers: Self.fused($0.fusion), hiddenSize: architecture.fusionHiddenSizes.last ?? 0)
      })
  }

  /// All tensors of a model's file.
  static func tensors(
    backbone: FaceBackbone, faceStandardizer: Standardizer, audio: AudioProjection,
    members: [FusionNetwork]
  ) -> [String: Tensor] {
    let shared = [
      backbone.tensors(prefix: FusedFaceBackbone.prefix), audio.tensors,
      faceStandardizer.tensors(name: VideoBranch.standardizerName),
    ]
    let own = members.enumerated().map {
      $1.tensors(prefix: BranchRegistry.Source.prefix(ofMember: $0))
    }
    return (shared + own).reduce(into: [:]) { all, part in all.merge(part) { _, new in new } }
  }

  private static func fused(_ network: Sequential) -> [FusedDense] {
    let layers = network.layers
    return layers.enumerated().compactMap { index, layer in
      (layer as? Dense).map { dense in
        FusedDense(
          dense, activation: index + 1 < layers.count && layers[index + 1] is ReLU ? .relu : .none)
      }
    }
  }
}
