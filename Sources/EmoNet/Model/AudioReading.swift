// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

package import NeuralNetwork

/// What is made of a sound's 1582 values before any network: discriminants, what they alone say, and how familiar
/// the sound is.
package struct AudioReading: Sendable {
  package let projection: AudioProjection
  /// What the discriminants alone say; nil for a model that does not ask.
  package let scores: DiscriminantScores?
  /// How familiar a sound is; nil for a model without doubt.
  package let familiarity: AudioFamiliarity?

  /// One sound, read.
  package struct Sound: Sendable, Equatable {
    package var discriminants: [Float]
    /// Log-probabilities of the emotions by the discriminants alone, `[7]`; zeros where nobody asks.
    package var scores: [Float]
    /// In [0, 1]; 1 for a model without doubt.
    package var familiarity: Float

    /// A sound from its parts.
    package init(discriminants: [Float], scores: [Float], familiarity: Float) {
      self.discriminants = discriminants
      self.scores = scores
      self.familiarity = familiarity
    }
  }

  /// A reading from its parts.
  package init(
    projection: AudioProjection, scores: DiscriminantScores? = nil,
    familiarity: AudioFamiliarity? = nil
  ) {
    self.projection = projection
    self.scores = scores
    self.familiarity = familiarity
  }

  /// Takes a reading of `inputs` values from a weight file.
  package init(_ file: WeightFile, inputs: Int) throws {
    let projection = try AudioProjection(file, inputs: inputs)
    self.init(
      projection: projection,
      scores: try DiscriminantScores(file, discriminants: projection.count),
      familiarity: try AudioFamiliarity(file, inputs: inputs))
  }

  /// Its tensors by name.
  package var tensors: [String: Tensor] {
    projection.tensors.merging(scores?.tensors ?? [:]) { _, new in new }
      .merging(familiarity?.tensors ?? [:]) { _, new in new }
  }

  /// Reads the sound with functionals `[1582]`.
  package func callAsFunction(_ functionals: [Float]) -> Sound {
    let row = projection.standardizer.transform(
      Tensor(shape: [1, functionals.count], functionals))
    let discriminants = projection.discriminants.transform(row).values
    return Sound(
      discriminants: discriminants,
      scores: scores.map { $0(discriminants) } ?? [Float](repeating: 0, count: Emotion.count),
      familiarity: familiarity?.familiarity(of: row)[0] ?? 1)
  }
}
