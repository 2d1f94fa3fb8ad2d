// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

import EmoNet
import Foundation
import NeuralNetwork

/// Learns how far from the training corpora a sound lies that is of none of them.
///
/// Each corpus, and each fold of speakers, is placed by directions that were fitted without it: sounds that had a part
/// in the fit lie nearer than any that will ever come.
struct AudioFamiliarityFit {
  /// A sound that was placed without having had a part in the fit.
  struct Trial {
    let statistics: [Float]
    /// Whether other speakers of its corpus had a part.
    let isKnown: Bool
    let corpus: String
  }

  /// Directions that tell corpora apart and where the corpora lie.
  struct Rooms {
    let directions: LinearDiscriminantAnalysis
    let means: Tensor

    private static let shrinkage = 0.1

    /// Fits to the sounds at `rows`, on the scale of a standardizer; corpora count alike.
    init(_ sounds: LabelledFunctionals, rows: [Int], standardizer: Standardizer) throws {
      let standardized = standardizer.transform(sounds.sample.rows.gathered(rows))
      let corpora = rows.map { sounds.number(ofCorpus: sounds.corpora[$0]) }
      var options = AudioProjectionOptions()
      options.balancesClasses = true
      directions = try LinearDiscriminantAnalysis(
        fitting: standardized, classes: corpora, sampleWeights: options.weights(corpora),
        options: LinearDiscriminantOptions(
          shrinkage: .fixed(share: Self.shrinkage), within: .perClass))
      means = ClassMeans(directions.transform(standardized), classes: corpora).tensor
    }

    /// Trials of the sounds at `rows` in the form whose functionals are given.
    func trials(
      _ functionals: Tensor, of sounds: LabelledFunctionals, rows: [Int],
      standardizer: Standardizer, isKnown: Bool
    ) -> [Trial] {
      let statistics = AudioFamiliarity.statistics(
        standardizer.transform(functionals.gathered(rows)), rooms: directions, roomMeans: means)
      return zip(rows, statistics).map {
        Trial(statistics: $1, isKnown: isKnown, corpus: sounds.corpora[$0])
      }
    }
  }

  private static let ridge = 1e-3
  private static let steps = 30

  /// The familiarity that trials tell of; corpora count alike, however large they are, and so do known and unknown.
  static func fit(_ trials: [Trial], rooms: Rooms, unknownShare: Float) -> AudioFamiliarity {
    let groups = Dictionary(grouping: trials.indices) {
      "\(trials[$0].isKnown) \(trials[$0].corpus)"
    }
    let sides = Dictionary(grouping: groups.values) { trials[$0[0]].isKnown }
    var shares = [Double](repeating: 0, count: trials.count)
    for side in sides.values {
      for members in side {
        for index in members { shares[index] = 0.5 / Double(members.count * side.count) }
      }
    }
    let weights = logisticRegression(
      trials.map { [1] + $0.statistics.map(Double.init) }, trials.map { $0.isKnown ? 1 : 0 }, shares
    )
    return AudioFamiliarity(
      rooms: rooms.directions, roomMeans: rooms.means, weights: weights.map(Float.init),
      unknownShare: unknownShare)
  }

  /// Weights of rows by Newton's method with a little ridge; a step that makes matters worse is halved.
  private static func logisticRegression(
    _ rows: [[Double]], _ truths: [Double], _ shares: [Double]
  ) -> [Double] {
    let width = rows[0].count
    var weights = [Double](repeating: 0, count: width)
    func loss(_ weights: [Double]) -> Double {
      zip(rows, zip(truths, shares)).reduce(
        weights.reduce(0) { $0 + ridge / 2 * $1 * $1 }
      ) { sum, row in
        let score = zip(row.0, weights).reduce(0) { $0 + $1.0 * $1.1 }
        let signed = row.1.0 == 1 ? -score : score
        return sum + row.1.1 * (signed > 30 ? signed : log1p(exp(signed)))
      }
    }
    for _ in 0..<steps {
      var gradient = weights.map { -ridge * $0 }
      var curvature = (0..<width).map { row in (0..<width).map { $0 == row ? ridge : 0.0 } }
      for (index, row) in rows.enumerated() {
        let sum = zip(row, weights).reduce(0) { $0 + $1.0 * $1.1 }
        let share = 1 / (1 + exp(-sum))
        for left in 0..<width {
          gradient[left] += shares[index] * (truths[index] - share) * row[left]
          for right in 0..<width {
            curvature[left][right] += shares[index] * share * (1 - share) * row[left] * row[right]
          }
        }
      }
      let step = solve(curvature, gradient)
      let before = loss(weights)
      var length = 1.0
      while length > 1e-6, loss(zip(weights, step).map { $0 + length * $1 }) > before {
        length /= 2
      }
      weights = zip(weights, step).map { $0 + length * $1 }
    }
    return weights
  }

  /// The solution of a small positive definite system, by elimination.
  private static func solve(_ matrix: [[Double]], _ values: [Double]) -> [Double] {
    var (matrix, values) = (matrix, values)
    for pivot in values.indices {
      for row in values.indices where row != pivot {
        let factor = matrix[row][pivot] / matrix[pivot][pivot]
        for column in pivot..<values.count { matrix[row][column] -= factor * matrix[pivot][column] }
        values[row] -= factor * values[pivot]
      }
    }
    return values.indices.map { values[$0] / matrix[$0][$0] }
  }
}
