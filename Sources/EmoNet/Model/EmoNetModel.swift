// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

internal import Faces
internal import NeuralNetwork

/// The trained network for use: from face crops and functionals to scores.
///
/// Immutable and safe to use from several threads; results depend on nothing but the input.
struct EmoNetModel: Sendable {
  let backbone: FusedFaceBackbone
  let faceStandardizer: Standardizer
  let sound: SoundProjection
  let recurrent: FusedLSTM
  let audio: [FusedDense]
  let fusion: [FusedDense]

  /// Tensor name prefix of the face backbone in a model's file.
  static let backbonePrefix = "backbone."
  private static let faceStandardizerName = "faces.standardizer"

  /// Puts a model together from its trained parts.
  init(
    backbone: FaceBackbone, faceStandardizer: Standardizer, sound: SoundProjection,
    network: FusionNetwork
  ) {
    self.backbone = FusedFaceBackbone(backbone)
    self.faceStandardizer = faceStandardizer
    self.sound = sound
    recurrent = FusedLSTM(network.recurrent)
    audio = Self.fused(network.audio)
    fusion = Self.fused(network.fusion)
  }

  /// Takes a model from a weight file; throws when a tensor is missing or does not fit.
  init(_ file: WeightFile, card: ModelCard, functionals: Int) throws {
    var generator = SeededGenerator(seed: 0)
    let backbone = FaceBackbone(using: &generator)
    try backbone.load(from: file, prefix: Self.backbonePrefix)
    let sound = try SoundProjection(file, inputs: functionals)
    let network = FusionNetwork(
      discriminants: sound.count, configuration: card.configuration.branches, using: &generator)
    try network.load(from: file)
    self.init(
      backbone: backbone,
      faceStandardizer: try Standardizer(
        from: file, name: Self.faceStandardizerName, inputs: FaceBackbone.featureCount),
      sound: sound, network: network)
  }

  /// All tensors of a model's file.
  static func tensors(
    backbone: FaceBackbone, faceStandardizer: Standardizer, sound: SoundProjection,
    network: FusionNetwork
  ) -> [String: Tensor] {
    [
      backbone.tensors(prefix: backbonePrefix), network.tensors(), sound.tensors,
      faceStandardizer.tensors(name: faceStandardizerName),
    ].reduce(into: [:]) { all, part in all.merge(part) { _, new in new } }
  }

  /// Backbone features `[crops, 64]`, not yet standardised.
  func features(of crops: [FaceCrop]) -> Tensor {
    let side = FaceCrop.side
    return backbone.features(
      Tensor(shape: [crops.count, side, side, 1], crops.flatMap { $0.normalized() }))
  }

  /// Scores of a clip from its face features `[frames, 64]` and its functionals `[1582]`.
  ///
  /// Each branch's scores are the answer that the whole network would give without the other.
  func scores(faces: Tensor?, functionals: [Float]?) -> (
    fused: EmotionScores, video: EmotionScores?, audio: EmotionScores?
  ) {
    let video = faces.map { faces in
      let steps = recurrent(
        faceStandardizer.transform(faces).reshaped([1] + faces.shape))
      return meanOverTime(steps)
    }
    let sound = functionals.map { values in
      audio.reduce(self.sound.project(Tensor(shape: [1, values.count], values))) { $1($0) }
    }
    let fused = judge(video, sound)
    return (
      fused, video.map { sound == nil ? fused : judge($0, nil) },
      sound.map { video == nil ? fused : judge(nil, $0) }
    )
  }

  private func judge(_ video: Tensor?, _ sound: Tensor?) -> EmotionScores {
    let joint = Tensor.concatenated(
      [
        video ?? Tensor(shape: [1, FusionNetwork.Size.recurrent]),
        sound ?? Tensor(shape: [1, FusionNetwork.Size.audio]),
      ], axis: .last)
    return EmotionScores(SoftmaxCrossEntropy.softmax(fusion.reduce(joint) { $1($0) }).values)
  }

  /// Mean of the steps `[1, time, hidden]`, `[1, hidden]`.
  func meanOverTime(_ steps: Tensor) -> Tensor {
    SequencePooling(.mean).forward(steps, lengths: [steps.shape[1]])
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
