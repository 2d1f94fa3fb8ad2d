// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

import Files
package import NeuralNetwork

/// Number format in which the face backbone multiplies; everything else is computed in 32 bits.
public enum Precision: String, Sendable, Codable, CaseIterable {
  /// 32-bit floats.
  case f32
  /// 16-bit floats of 8 significant bits, summed in 32 bits.
  case bf16

  package var computePrecision: ComputePrecision { self == .bf16 ? .bfloat16 : .float32 }

  package init(_ precision: ComputePrecision) {
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
  /// Throws `FileError` where the processor cannot do what is asked for.
  func resolved(for card: ModelCard, path: String) throws -> Precision {
    switch self {
    case .f32: return .f32
    case .auto: return card.staysInBF16 && Precision.bf16.isFast ? .bf16 : .f32
    case .bf16:
      guard Precision.bf16.isAvailable else {
        throw FileError(
          .unsupported, path: path,
          reason: "precision bf16 needs a processor with AVX-512, which this one lacks")
      }
      return .bf16
    }
  }
}

/// How far a model's scores move when its face backbone computes in 16-bit floats.
public struct PrecisionCheck: Codable, Sendable, Equatable {
  /// Validation clips with a face that were judged both ways.
  public var clips: Int
  /// Greatest difference of one of the seven fused scores, in [0, 1].
  public var greatestScoreDifference: Double
  /// Clips whose answer is the same.
  public var sameAnswers: Int

  /// Greatest difference at which `PrecisionChoice.auto` may choose 16-bit floats.
  public static let tolerance = 0.01

  /// A check from its figures.
  package init(clips: Int, greatestScoreDifference: Double, sameAnswers: Int) {
    self.clips = clips
    self.greatestScoreDifference = greatestScoreDifference
    self.sameAnswers = sameAnswers
  }
}
