// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

internal import EmoNet
internal import NeuralNetwork

/// One way to compute a trained backbone's features.
struct BackboneForm: Sendable {
  let precision: ComputePrecision
  /// Relative to the largest feature; both sides sum up to 576 products in orders of their own, 19 times over.
  let tolerance: Double
  /// Makes a trained backbone ready for inference.
  let fold: @Sendable (FaceBackbone) -> FusedFaceBackbone

  /// Normalisation folded, 32-bit floats.
  static let float32 = BackboneForm(precision: .float32, tolerance: 1e-4) { FusedFaceBackbone($0) }

  /// The same with 16-bit factors, which 19 layers round to 8 bits, 2^-9 each; most of it cancels in sums.
  static let bfloat16 = BackboneForm(precision: .bfloat16, tolerance: 3e-2) {
    FusedFaceBackbone($0, precision: .bfloat16)
  }

  /// What the benchmark's name ends with; nothing for the usual form.
  var suffix: String { precision == .float32 ? "" : "-\(precision.rawValue)" }
}
