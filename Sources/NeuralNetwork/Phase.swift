// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

/// What a forward pass is for.
public enum Phase: Sendable, Equatable {
  /// Statistics are the stored ones, nothing is dropped and nothing is kept for `backward`.
  case inference
  /// What is dropped is a pure function of `stepSeed` and of the layer, so a resumed run repeats itself exactly.
  case training(stepSeed: UInt64)

  /// Whether `backward` may follow.
  public var isTraining: Bool { self != .inference }
}
