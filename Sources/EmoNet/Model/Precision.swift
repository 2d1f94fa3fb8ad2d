// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

internal import NeuralNetwork

/// Number format in which the face backbone multiplies; everything else is computed in 32 bits.
public enum Precision: String, Sendable, Codable, CaseIterable {
  /// 32-bit floats.
  case f32
  /// 16-bit floats of 8 significant bits, summed in 32 bits.
  case bf16

  var computePrecision: ComputePrecision { self == .bf16 ? .bfloat16 : .float32 }

  init(_ precision: ComputePrecision) {
    self = precision == .bfloat16 ? .bf16 : .f32
  }

  /// Whether this processor can compute in it at all; `bf16` needs AVX-512.
  public var isAvailable: Bool { self == .f32 || ComputePrecision.isBFloat16Available }

  /// Whether this processor multiplies it itself; `bf16` is slower than `f32` where it does not.
  public var isFast: Bool { self == .f32 || ComputePrecision.isBFloat16Fast }
}

/// The precision that somebody asks for.
public enum PrecisionChoice: String, Sendable, CaseIterable {
  /// `bf16` where the processor has it and the model's card says that its scores stay, else `f32`.
  case auto
  case f32
  case bf16

  /// What it comes to on this processor with the model of `card`, which lies at `path`.
  ///
  /// Throws `ModelError` where the processor cannot do what is asked for.
  func resolved(for card: ModelCard, path: String) throws -> Precision {
    switch self {
    case .f32: return .f32
    case .auto: return card.staysInBF16 && Precision.bf16.isFast ? .bf16 : .f32
    case .bf16:
      guard Precision.bf16.isAvailable else {
        throw ModelError(
          path: path, reason: "precision bf16 needs a processor with AVX-512, which this one lacks")
      }
      return .bf16
    }
  }
}
