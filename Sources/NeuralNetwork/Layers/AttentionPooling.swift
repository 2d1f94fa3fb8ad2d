// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

import Foundation

/// One vector per sequence: the mean of its steps, each weighed by how much it tells.
///
/// A step's weight is the softmax over the steps of its product with a learnt query, so that the few steps of an
/// expression can count more than the many before it. The query starts at zero, which is the plain mean.
package final class AttentionPooling: Layer {
  /// `[features]`.
  package let query: Parameter
  /// How many steps of each sequence count in the next forward, each in 0...time.
  package var lengths: [Int] = []
  /// Of the last training forward, for backward.
  private var steps: Tensor?
  private var weights: [[Float]] = []

  /// A pooling of vectors of `features` values.
  package init(name: String, features: Int) {
    query = Parameter(name: "\(name).query", value: Tensor(shape: [features]), decays: false)
  }

  /// Pools `[batch, time, features]`, padded at the end, to `[batch, features]`; a sequence of length 0 gives zeros.
  package func forward(_ steps: Tensor, phase: Phase) -> Tensor {
    let (pooled, weights) = Self.pool(steps, lengths: lengths, query: query.value)
    if phase.isTraining { (self.steps, self.weights) = (steps, weights) }
    return pooled
  }

  private static func pool(
    _ steps: Tensor, lengths: [Int], query: Tensor
  ) -> (pooled: Tensor, weights: [[Float]]) {
    precondition(
      lengths.count == steps.shape[0]
        && lengths.allSatisfy { (0...steps.shape[1]).contains($0) },
      "lengths \(lengths) do not fit steps \(steps.shape)")
    let (time, features) = (steps.shape[1], steps.shape[2])
    let weights = lengths.enumerated().map { row, length in
      Self.weights(steps, row: row, length: length, query: query)
    }
    var pooled = Tensor(shape: [lengths.count, features])
    steps.withUnsafeBuffer { steps in
      pooled.withUnsafeMutableBuffer { pooled in
        for (row, own) in weights.enumerated() {
          for (step, weight) in own.enumerated() {
            let source = (row * time + step) * features
            for at in 0..<features { pooled[row * features + at] += weight * steps[source + at] }
          }
        }
      }
    }
    return (pooled, weights)
  }

  /// The same for use, `[time, features]` to `[1, features]`, with a query `[features]` that was learnt.
  package static func pool(_ steps: Tensor, query: Tensor) -> Tensor {
    pool(steps.reshaped([1] + steps.shape), lengths: [steps.shape[0]], query: query).pooled
  }

  /// The softmax over a sequence's steps of their products with the query.
  private static func weights(_ steps: Tensor, row: Int, length: Int, query: Tensor) -> [Float] {
    guard length > 0 else { return [] }
    let (time, features) = (steps.shape[1], steps.shape[2])
    let scores = steps.withUnsafeBuffer { steps in
      query.withUnsafeBuffer { query in
        (0..<length).map { step -> Float in
          let source = (row * time + step) * features
          return (0..<features).reduce(0) { $0 + steps[source + $1] * query[$1] }
        }
      }
    }
    let largest = scores.max() ?? 0
    let powers = scores.map { exp($0 - largest) }
    let sum = powers.reduce(0, +)
    return powers.map { $0 / sum }
  }

  /// Gradient by the steps, from that of the last training forward's output; adds to the query's.
  package func backward(_ outputGradient: Tensor) -> Tensor {
    guard let steps else { preconditionFailure("backward of \(query.name) without forward") }
    self.steps = nil
    let (time, features) = (steps.shape[1], steps.shape[2])
    precondition(
      outputGradient.shape == [weights.count, features],
      "gradient \(outputGradient.shape) does not fit [\(weights.count), \(features)]")
    var gradient = Tensor(shape: steps.shape)
    var queryGradient = [Float](repeating: 0, count: features)
    steps.withUnsafeBuffer { steps in
      outputGradient.withUnsafeBuffer { output in
        query.value.withUnsafeBuffer { query in
          gradient.withUnsafeMutableBuffer { gradient in
            for (row, own) in weights.enumerated() {
              let target = row * features
              let products = own.indices.map { step -> Float in
                let source = (row * time + step) * features
                return (0..<features).reduce(0) { $0 + steps[source + $1] * output[target + $1] }
              }
              let mean = zip(own, products).reduce(0) { $0 + $1.0 * $1.1 }
              for (step, weight) in own.enumerated() {
                let source = (row * time + step) * features
                // By the step's score before the softmax.
                let byScore = weight * (products[step] - mean)
                for at in 0..<features {
                  gradient[source + at] = weight * output[target + at] + byScore * query[at]
                  queryGradient[at] += byScore * steps[source + at]
                }
              }
            }
          }
        }
      }
    }
    query.gradient.add(Tensor(shape: [features], queryGradient), scale: 1)
    return gradient
  }

  /// What is learnt: the query.
  package var parameters: [Parameter] { [query] }
}
