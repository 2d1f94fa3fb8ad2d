// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

internal import NeuralNetwork

extension ComputePrecision {
  /// Throws `Skipped` where the processor is slower with it than with 32-bit floats.
  func demandSpeed() throws {
    guard self == .float32 || Self.isBFloat16Fast else {
      throw Skipped(reason: "this processor does not multiply 16-bit floats itself")
    }
  }
}
