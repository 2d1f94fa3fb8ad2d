// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

import Files
import Foundation
package import NeuralNetwork

/// Brings features of unlike scales onto one: signed logarithm, mean and deviation, limits.
///
/// y = clip((sign(x) log(1 + |x|) - mean) / deviation, -limit, limit), by column; a column that does not vary
/// in the data becomes zero.
package struct Standardizer: Sendable, Equatable {
  /// Largest value that comes out, in deviations, unless another is asked for.
  ///
  /// A value beyond five deviations is a broken measurement more often than a strong voice.
  package static let defaultLimit: Float = 5

  /// Mean of each column after the logarithm, `[inputs]`.
  package let mean: Tensor
  /// One over the deviation of each column after the logarithm, 0 for one without variance, `[inputs]`.
  package let inverseDeviation: Tensor
  /// Largest absolute value that comes out, in deviations.
  package let limit: Float

  /// How many values a row has.
  package var inputCount: Int { mean.count }

  /// A standardizer from its stored tensors, both `[inputs]`.
  package init(mean: Tensor, inverseDeviation: Tensor, limit: Float = defaultLimit) {
    precondition(
      mean.shape.count == 1 && mean.shape == inverseDeviation.shape,
      "mean \(mean.shape) and inverse deviation \(inverseDeviation.shape) do not belong together")
    precondition(limit > 0, "the limit is positive, not \(limit)")
    self.mean = mean
    self.inverseDeviation = inverseDeviation
    self.limit = limit
  }

  /// Fits mean and deviation to rows `[n, inputs]`, n > 0; weights `[n]`, positive, count a row that often.
  package init(fitting rows: Tensor, sampleWeights: [Float]? = nil, limit: Float = defaultLimit) {
    precondition(
      rows.shape.count == 2 && rows.shape[0] > 0, "rows \(rows.shape) are not [n, inputs]")
    let (count, width) = (rows.shape[0], rows.shape[1])
    let weights = sampleWeights?.map(Double.init) ?? [Double](repeating: 1, count: count)
    precondition(
      weights.count == count && weights.allSatisfy { $0 > 0 }, "there is one positive weight a row")
    let total = weights.reduce(0, +)
    var mean = [Double](repeating: 0, count: width)
    var variance = [Double](repeating: 0, count: width)
    rows.withUnsafeBuffer { x in
      for row in 0..<count {
        for column in 0..<width {
          mean[column] += weights[row] / total * Double(Self.signedLog(x[row * width + column]))
        }
      }
      for row in 0..<count {
        for column in 0..<width {
          let deviation = Double(Self.signedLog(x[row * width + column])) - mean[column]
          variance[column] += weights[row] / total * deviation * deviation
        }
      }
    }
    let inverse = zip(mean, variance).map { mean, variance -> Float in
      // Single precision cannot tell a deviation below this from rounding.
      let deviation = variance.squareRoot()
      return deviation > 1e-6 * max(abs(mean), 1e-6) ? Float(1 / deviation) : 0
    }
    self.init(
      mean: Tensor(shape: [width], mean.map { Float($0) }),
      inverseDeviation: Tensor(shape: [width], inverse), limit: limit)
  }

  /// Rows `[n, inputs]` on the common scale, each value in [-limit, limit].
  package func transform(_ rows: Tensor) -> Tensor {
    precondition(
      rows.shape.count == 2 && rows.shape[1] == inputCount,
      "rows \(rows.shape) do not have \(inputCount) values")
    let width = inputCount
    return Tensor(
      shape: rows.shape,
      initializingWith: { output in
        rows.withUnsafeBuffer { x in
          mean.withUnsafeBuffer { mean in
            inverseDeviation.withUnsafeBuffer { inverse in
              for index in output.indices {
                let column = index % width
                let value = (Self.signedLog(x[index]) - mean[column]) * inverse[column]
                output[index] = min(max(value, -limit), limit)
              }
            }
          }
        }
      })
  }

  /// sign(x) log(1 + |x|).
  static func signedLog(_ value: Float) -> Float {
    value < 0 ? -log1p(-value) : log1p(value)
  }
}

extension Standardizer {
  /// The tensors to store: `<name>.mean`, `<name>.inverse_deviation` `[inputs]` and `<name>.limit` `[1]`.
  package func tensors(name: String) -> [String: Tensor] {
    [
      "\(name).mean": mean, "\(name).inverse_deviation": inverseDeviation,
      "\(name).limit": Tensor(shape: [1], [limit]),
    ]
  }

  /// Reads what `tensors(name:)` gives, for rows of `inputs` values.
  ///
  /// Throws `FileError` naming the tensor when one is missing, of another shape, or not usable.
  package init(from file: WeightFile, name: String, inputs: Int) throws {
    let limit = try file.tensor("\(name).limit", shape: [1])[0]
    guard limit > 0 else {
      throw FileError.unfitWeights(
        file.path, tensor: "\(name).limit", reason: "\(limit) is not a positive limit")
    }
    self.init(
      mean: try file.tensor("\(name).mean", shape: [inputs]),
      inverseDeviation: try file.tensor("\(name).inverse_deviation", shape: [inputs]), limit: limit)
  }
}
