// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

internal import NeuralNetwork

/// What the network makes of a clip on the way to its scores, its members' values side by side.
extension EmoNetModel {
  /// Names of the values of `video` or `clip`: member, then place in the member's vector.
  func vectorColumns(_ kind: FeatureKind) -> [String] {
    let count =
      kind == .video ? FusionNetwork.Size.recurrent : FusionNetwork.Size.fusionHidden.last ?? 0
    return members.indices.flatMap { member in
      (0..<count).map { "\(kind.rawValue)_\(member)_\($0)" }
    }
  }

  /// Each member's vector of the picture, `[1, 128]`, from face features `[frames, 64]`.
  func videoVectors(faces: Tensor) -> [Tensor] {
    let faces = faceStandardizer.transform(faces)
    return members.map { $0.videoVector(faces: faces) }
  }

  /// Each member's vector of the sound from functionals `[1582]`.
  func soundVectors(functionals: [Float]) -> [Tensor] {
    let discriminants = sound.project(Tensor(shape: [1, functionals.count], functionals))
    return members.map { $0.soundVector(discriminants: discriminants) }
  }

  /// Each member's last hidden layer, `[64]`, from its vectors of picture and sound.
  func clipVectors(video: [Tensor]?, sound: [Tensor]?) -> [[Float]] {
    members.indices.map { members[$0].clipVector(video: video?[$0], sound: sound?[$0]) }
  }
}
