// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

internal import Faces
internal import NeuralNetwork

/// Backbone features of faces, as they are or varied.
struct VariedFaces: Sendable {
  let backbone: FusedFaceBackbone
  let augmentation: FaceAugmentation
  let seed: UInt64

  private static let facesAtOnce = 32

  /// Features `[crops, 64]`; variant 0 is unvaried, any other varies all crops in the same way.
  ///
  /// The variation is a function of the seed, the item and the variant.
  func features(of crops: [FaceCrop], item: Int, variant: Int) -> Tensor {
    let side = FaceCrop.side
    let generator = SeededGenerator(
      seed: SeededGenerator.mixing(
        SeededGenerator.mixing(seed, UInt64(item)), UInt64(variant)))
    let parts = stride(from: 0, to: crops.count, by: Self.facesAtOnce).map { start in
      let batch = crops[start..<min(start + Self.facesAtOnce, crops.count)]
      var values: [Float] = []
      values.reserveCapacity(batch.count * side * side)
      for crop in batch {
        var same = generator
        values += (variant == 0 ? crop : augmentation.apply(to: crop, using: &same)).normalized()
      }
      return backbone.features(Tensor(shape: [batch.count, side, side, 1], values))
    }
    return .concatenated(parts, axis: .first)
  }
}
