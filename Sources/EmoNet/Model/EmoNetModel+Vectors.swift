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

  /// The recurrent networks' means over a clip, `[members * 128]`, from face features `[frames, 64]`.
  func videoVector(faces: Tensor) -> [Float] {
    let faces = faceStandardizer.transform(faces)
    return members.flatMap { $0.videoVector(faces: faces).values }
  }

  /// The last hidden layers, `[members * 64]`, from face features `[frames, 64]` and functionals
  /// `[1582]`.
  func clipVector(faces: Tensor?, functionals: [Float]?) -> [Float] {
    let faces = faces.map(faceStandardizer.transform)
    let discriminants = functionals.map { sound.project(Tensor(shape: [1, $0.count], $0)) }
    return members.flatMap { $0.clipVector(faces: faces, discriminants: discriminants) }
  }
}
