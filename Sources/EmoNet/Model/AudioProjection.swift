// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

package import NeuralNetwork

/// The sound's 1582 values standardised and reduced to a few discriminants.
///
/// Each discriminant is scaled to unit deviation over the rows that it was fitted to.
package struct AudioProjection: Sendable, Equatable {
  package let standardizer: Standardizer
  package let discriminants: LinearDiscriminantAnalysis
  /// Deviation of each discriminant over the rows that it was fitted to, in deviations within the classes,
  /// `[count]`; nil from files that do not say it.
  package let deviations: Tensor?

  /// A projection from its parts.
  package init(
    standardizer: Standardizer, discriminants: LinearDiscriminantAnalysis,
    deviations: Tensor? = nil
  ) {
    self.standardizer = standardizer
    self.discriminants = discriminants
    self.deviations = deviations
  }

  /// Number of discriminants.
  package var count: Int { discriminants.componentCount }

  /// Discriminants `[n, count]` of functionals `[n, 1582]`.
  package func project(_ rows: Tensor) -> Tensor {
    discriminants.transform(standardizer.transform(rows))
  }
}

extension AudioProjection {
  private enum Name {
    static let standardizer = "sound.standardizer"
    static let discriminants = "sound.discriminants"
    static let deviations = "sound.discriminants.deviations"
  }

  /// Takes a projection of `inputs` values from a weight file.
  package init(_ file: WeightFile, inputs: Int) throws {
    standardizer = try Standardizer(from: file, name: Name.standardizer, inputs: inputs)
    discriminants = try LinearDiscriminantAnalysis(
      from: file, name: Name.discriminants, inputs: inputs)
    deviations =
      file.tensors[Name.deviations] == nil
      ? nil : try file.tensor(Name.deviations, shape: [discriminants.componentCount])
  }

  /// The projection's tensors by name.
  package var tensors: [String: Tensor] {
    standardizer.tensors(name: Name.standardizer)
      .merging(discriminants.tensors(name: Name.discriminants)) { _, new in new }
      .merging(deviations.map { [Name.deviations: $0] } ?? [:]) { _, new in new }
  }
}
