// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

import AudioFeatures
import EmoNet
import NeuralNetwork

extension EmoNetModel {
  /// Puts a model together from its trained parts.
  init(
    backbone: FaceBackbone, fit: BranchFit, sound: SoundPreparation, members: [FusionNetwork],
    precision: Precision = .f32
  ) {
    let architecture = members[0].architecture
    let fused = FusedFaceBackbone(backbone, precision: precision.computePrecision)
    self.init(
      backbone: fused,
      branches: [
        VideoBranch(
          standardizer: fit.faceStandardizer,
          recurrent: members.map {
            VideoBranch.Recurrent(
              network: FusedLSTM($0.recurrent), query: $0.attention?.query.value)
          },
          faceScores: architecture.faceScoreSharpness.map {
            VideoBranch.FaceScores(
              head: FusedDense(backbone.emotionHead), pooling: FaceScorePooling(sharpness: $0))
          }, width: architecture.videoSize),
        AudioBranch(
          reading: fit.audio, preparation: sound, dense: members.map { Self.fused($0.audio) },
          width: architecture.soundSize),
      ],
      heads: members.map {
        FusionHead(
          layers: Self.fused($0.fusion), direct: architecture.directScores,
          hiddenSize: architecture.fusionHiddenSizes.last ?? 0)
      })
  }

  /// All tensors of a model's file.
  static func tensors(
    backbone: FaceBackbone, fit: BranchFit, members: [FusionNetwork]
  ) -> [String: Tensor] {
    let shared = [
      backbone.tensors(prefix: FusedFaceBackbone.prefix), fit.audio.tensors,
      fit.faceStandardizer.tensors(name: VideoBranch.standardizerName),
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
