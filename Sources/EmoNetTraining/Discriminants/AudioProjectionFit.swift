// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

import EmoNet
import NeuralNetwork

extension AudioProjection {
  /// Fits to sounds with their classes.
  init(fitting sample: ClassifiedFunctionals, options: AudioProjectionOptions) throws {
    let standardizer = Standardizer(
      fitting: sample.rows, sampleWeights: options.weights(sample.classes))
    let standardized = standardizer.transform(sample.rows)
    let fitted = try LinearDiscriminantAnalysis(
      fitting: standardized, classes: sample.classes, groups: sample.groups,
      sampleWeights: options.weights(sample.classes),
      disturbances: sample.recoded.map {
        Self.difference(standardizer.transform($0), standardized)
      },
      disturbanceWeight: options.recodingWeight, options: options.discriminants)
    let (scaled, deviations) = fitted.scaledToUnitDeviation(over: standardized)
    self.init(standardizer: standardizer, discriminants: scaled, deviations: deviations)
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
  /// so that its axes agree with this one's. `each` hears of every such projection, the rows that it was fitted to and
  /// the others.
  func crossFitted(
    _ sample: ClassifiedFunctionals, folds: [Int], options: AudioProjectionOptions,
    each: (_ partial: AudioProjection, _ outside: [Int], _ inside: [Int]) throws -> Void = {
      _, _, _ in
    }
  ) throws -> [Tensor] {
    let whole = project(sample.rows)
    var results = ([sample.rows] + sample.recoded).map { _ in Tensor(shape: whole.shape) }
    for fold in Set(folds).sorted() {
      let others = folds.indices.filter { folds[$0] != fold }
      let outside = sample.gathered(others)
      let inside = folds.indices.filter { folds[$0] == fold }
      guard Set(outside.classes).count == Set(sample.classes).count else {
        throw TrainingError(
          reason: "without the speakers of fold \(fold) a class of the sound has no rows left; "
            + "use more folds or more speakers")
      }
      let partial = try AudioProjection(fitting: outside, options: options)
      try each(partial, others, inside)
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
  /// The group of each sound's class; nil for one of all.
  let groups: [Int]?

  init(rows: Tensor, recoded: [Tensor] = [], classes: [Int], groups: [Int]? = nil) {
    precondition(
      rows.shape[0] == classes.count && recoded.allSatisfy { $0.shape == rows.shape },
      "rows \(rows.shape) and other forms \(recoded.map(\.shape)) for \(classes.count) classes")
    self.rows = rows
    self.recoded = recoded
    self.classes = classes
    self.groups = groups
  }

  /// The sounds at `indices` alone.
  func gathered(_ indices: [Int]) -> ClassifiedFunctionals {
    ClassifiedFunctionals(
      rows: rows.gathered(indices), recoded: recoded.map { $0.gathered(indices) },
      classes: indices.map { classes[$0] }, groups: groups.map { all in indices.map { all[$0] } })
  }
}

/// How a projection is fitted.
struct AudioProjectionOptions: Sendable {
  var discriminants = LinearDiscriminantOptions()
  /// By how many times what other forms change is added to the covariance within classes.
  var recodingWeight = 0.0
  /// Whether all classes count alike, however many sounds they have.
  var balancesClasses = false

  /// How often each row counts; nil for once.
  func weights(_ classes: [Int]) -> [Float]? {
    guard balancesClasses else { return nil }
    let counts = Dictionary(classes.map { ($0, 1) }, uniquingKeysWith: +)
    return classes.map { Float(classes.count) / Float(counts.count * (counts[$0] ?? 1)) }
  }
}

extension LinearDiscriminantAnalysis {
  /// The same directions, each scaled so that its values over `rows` have unit deviation, and what they had.
  func scaledToUnitDeviation(over rows: Tensor) -> (scaled: Self, deviations: Tensor) {
    var deviations: [Float] = []
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
      deviations.append(variance.squareRoot())
      for input in 0..<inputCount {
        scaled[component * inputCount + input] /= variance.squareRoot()
      }
    }
    return (
      Self(mean: mean, projection: scaled), Tensor(shape: [deviations.count], deviations)
    )
  }
}
