// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

internal import NeuralNetwork

/// Sounds with their classes: what a projection is fitted to.
struct SoundSample: Sendable {
  /// Functionals, `[sounds, 1582]`.
  let rows: Tensor
  /// Functionals of the same sounds in other forms, each `[sounds, 1582]`; may be empty.
  let recoded: [Tensor]
  /// A class for each sound, any whole number.
  let classes: [Int]

  init(rows: Tensor, recoded: [Tensor] = [], classes: [Int]) {
    precondition(
      rows.shape[0] == classes.count && recoded.allSatisfy { $0.shape == rows.shape },
      "rows \(rows.shape) and other forms \(recoded.map(\.shape)) for \(classes.count) classes")
    self.rows = rows
    self.recoded = recoded
    self.classes = classes
  }

  /// The sounds at `indices` alone.
  func gathered(_ indices: [Int]) -> SoundSample {
    SoundSample(
      rows: rows.gathered(indices), recoded: recoded.map { $0.gathered(indices) },
      classes: indices.map { classes[$0] })
  }
}

/// How a projection is fitted.
struct SoundProjectionOptions: Sendable {
  var discriminants = LinearDiscriminantOptions()
  /// By how many times what other forms change is added to the covariance within classes.
  var recodingWeight = 0.0
}
