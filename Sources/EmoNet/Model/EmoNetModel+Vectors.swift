// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

internal import NeuralNetwork

/// What the network makes of a clip on the way to its scores.
extension EmoNetModel {
  /// Names of the values of `video` or `clip`.
  func vectorColumns(_ kind: FeatureKind) -> [String] {
    let count =
      kind == .video ? FusionNetwork.Size.recurrent : FusionNetwork.Size.fusionHidden.last ?? 0
    return (0..<count).map { "\(kind.rawValue)_\($0)" }
  }

  /// The recurrent network's mean over a clip, `[128]`, from face features `[frames, 64]`.
  func videoVector(faces: Tensor) -> [Float] { video(faces).values }

  /// The last hidden layer, `[64]`, from face features `[frames, 64]` and functionals `[1582]`.
  func clipVector(faces: Tensor?, functionals: [Float]?) -> [Float] {
    let sound = functionals.map { values in
      audio.reduce(self.sound.project(Tensor(shape: [1, values.count], values))) { $1($0) }
    }
    let joint = Tensor.concatenated(
      [
        faces.map(video) ?? Tensor(shape: [1, FusionNetwork.Size.recurrent]),
        sound ?? Tensor(shape: [1, FusionNetwork.Size.audio]),
      ], axis: .last)
    return fusion.dropLast().reduce(joint) { $1($0) }.values
  }

  private func video(_ faces: Tensor) -> Tensor {
    meanOverTime(recurrent(faceStandardizer.transform(faces).reshaped([1] + faces.shape)))
  }
}
