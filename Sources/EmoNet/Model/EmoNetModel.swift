// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

internal import Faces
internal import NeuralNetwork

/// The trained network for use: from face crops and functionals to scores.
///
/// Several fusion networks that were trained from different starts answer, and the mean of their
/// answers before the softmax counts. Immutable and safe to use from several threads; results depend
/// on nothing but the input.
struct EmoNetModel: Sendable {
  let backbone: FusedFaceBackbone
  let faceStandardizer: Standardizer
  let sound: SoundProjection
  let members: [FusedFusionNetwork]

  /// Tensor name prefix of the face backbone in a model's file.
  static let backbonePrefix = "backbone."
  private static let faceStandardizerName = "faces.standardizer"

  /// Puts a model together from its trained parts.
  init(
    backbone: FaceBackbone, faceStandardizer: Standardizer, sound: SoundProjection,
    members: [FusionNetwork], precision: Precision = .f32
  ) {
    precondition(!members.isEmpty, "a model has at least one fusion network")
    self.backbone = FusedFaceBackbone(backbone, precision: precision.computePrecision)
    self.faceStandardizer = faceStandardizer
    self.sound = sound
    self.members = members.map(FusedFusionNetwork.init)
  }

  /// Takes a model from a weight file; throws when a tensor is missing or does not fit.
  init(
    _ file: WeightFile, card: ModelCard, functionals: Int, precision: Precision = .f32
  ) throws {
    backbone = try FusedFaceBackbone(
      from: file, prefix: Self.backbonePrefix, precision: precision.computePrecision)
    faceStandardizer = try Standardizer(
      from: file, name: Self.faceStandardizerName, inputs: FaceBackbone.featureCount)
    let sound = try SoundProjection(file, inputs: functionals)
    self.sound = sound
    members = try (0..<card.configuration.branches.members).map { member in
      try FusedFusionNetwork(
        from: file, prefix: Self.prefix(ofMember: member), discriminants: sound.count)
    }
  }

  /// All tensors of a model's file.
  static func tensors(
    backbone: FaceBackbone, faceStandardizer: Standardizer, sound: SoundProjection,
    members: [FusionNetwork]
  ) -> [String: Tensor] {
    let shared = [
      backbone.tensors(prefix: backbonePrefix), sound.tensors,
      faceStandardizer.tensors(name: faceStandardizerName),
    ]
    let own = members.enumerated().map { $1.tensors(prefix: prefix(ofMember: $0)) }
    return (shared + own).reduce(into: [:]) { all, part in all.merge(part) { _, new in new } }
  }

  /// Number format in which the face backbone multiplies.
  var precision: Precision { Precision(backbone.precision) }

  private static func prefix(ofMember member: Int) -> String { "member\(member)." }

  /// Backbone features `[crops, 64]`, not yet standardised.
  func features(of crops: [FaceCrop]) -> Tensor {
    let side = FaceCrop.side
    return backbone.features(
      Tensor(shape: [crops.count, side, side, 1], crops.flatMap { $0.normalized() }))
  }

  /// Scores from each member's vectors of picture and sound, at least one of which is there.
  ///
  /// Each branch's scores are the answer that the whole network would give without the other.
  func scores(video: [Tensor]?, sound: [Tensor]?) -> BranchScores {
    let answers = members.indices.map {
      members[$0].judge(video: video?[$0], sound: sound?[$0])
    }
    func scores(_ branch: (FusedFusionNetwork.Logits) -> [Float]?) -> EmotionScores? {
      let logits = answers.compactMap(branch)
      guard !logits.isEmpty else { return nil }
      let mean = (0..<Emotion.count).map { index in
        logits.reduce(0) { $0 + $1[index] } / Float(logits.count)
      }
      return EmotionScores(
        SoftmaxCrossEntropy.softmax(Tensor(shape: [1, Emotion.count], mean)).values)
    }
    guard let fused = scores(\.fused) else { preconditionFailure("a model has members") }
    return BranchScores(fused: fused, video: scores(\.video), audio: scores(\.audio))
  }
}
