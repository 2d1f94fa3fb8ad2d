// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

import EmoNet
import NeuralNetwork

extension AudioProjection {
  /// Fits to sounds with their classes.
  init(fitting sample: ClassifiedFunctionals, options: AudioProjectionOptions) throws {
    let standardizer = Standardizer(fitting: sample.rows)
    let standardized = standardizer.transform(sample.rows)
    let fitted = try LinearDiscriminantAnalysis(
      fitting: standardized, classes: sample.classes,
      disturbances: sample.recoded.map {
        Self.difference(standardizer.transform($0), standardized)
      },
      disturbanceWeight: options.recodingWeight, options: options.discriminants)
    self.init(
      standardizer: standardizer,
      discriminants: fitted.scaledToUnitDeviation(over: standardized))
  }

  private static func difference(_ left: Tensor, _ right: Tensor) -> Tensor {
    var result = left
    result.add(right, scale: -1)
    return result
  }

  /// Discriminants of the training sounds as sounds of unseen speakers would have them.
  ///
  /// One `[n, count]` for the sounds as they are, then one for each other form. With about as many
  /// rows as values, discriminants separate the rows that they were fitted to far better than others,
  /// and a network trained on those would trust the sound too much. So each fold's rows go through a
  /// projection fitted to the other folds, turned (orthogonal Procrustes problem, Schoenemann 1966)
  /// so that its axes agree with this one's.
  func crossFitted(
    _ sample: ClassifiedFunctionals, folds: [Int], options: AudioProjectionOptions
  ) throws -> [Tensor] {
    let whole = project(sample.rows)
    var results = ([sample.rows] + sample.recoded).map { _ in Tensor(shape: whole.shape) }
    for fold in Set(folds).sorted() {
      let outside = sample.gathered(folds.indices.filter { folds[$0] != fold })
      let inside = folds.indices.filter { folds[$0] == fold }
      guard Set(outside.classes).count == Set(sample.classes).count else {
        throw TrainingError(
          reason: "without the speakers of fold \(fold) a class of the sound has no rows left; "
            + "use more folds or more speakers")
      }
      let partial = try AudioProjection(fitting: outside, options: options)
      let rotation = try OrthogonalAlignment.rotation(
        from: partial.project(outside.rows), to: project(outside.rows))
      for (form, rows) in ([sample.rows] + sample.recoded).enumerated() {
        let turned = rotation.apply(to: partial.project(rows.gathered(inside)))
        for (position, row) in inside.enumerated() {
          for column in 0..<count {
            results[form][row * count + column] = turned[position * count + column]
          }
        }
      }
    }
    return results
  }
}

/// Sounds with their classes: what a projection is fitted to.
struct ClassifiedFunctionals: Sendable {
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
  func gathered(_ indices: [Int]) -> ClassifiedFunctionals {
    ClassifiedFunctionals(
      rows: rows.gathered(indices), recoded: recoded.map { $0.gathered(indices) },
      classes: indices.map { classes[$0] })
  }
}

/// How a projection is fitted.
struct AudioProjectionOptions: Sendable {
  var discriminants = LinearDiscriminantOptions()
  /// By how many times what other forms change is added to the covariance within classes.
  var recodingWeight = 0.0
}

extension LinearDiscriminantAnalysis {
  /// The same directions, each scaled so that its values over `rows` have unit deviation.
  func scaledToUnitDeviation(over rows: Tensor) -> Self {
    let values = transform(rows)
    let count = Float(rows.shape[0])
    var scaled = projection
    for component in 0..<componentCount {
      var sum: Float = 0
      var squares: Float = 0
      for row in 0..<rows.shape[0] {
        let value = values[row * componentCount + component]
        sum += value
        squares += value * value
      }
      let variance = max(squares / count - (sum / count) * (sum / count), .leastNormalMagnitude)
      for input in 0..<inputCount {
        scaled[component * inputCount + input] /= variance.squareRoot()
      }
    }
    return Self(mean: mean, projection: scaled)
  }
}
