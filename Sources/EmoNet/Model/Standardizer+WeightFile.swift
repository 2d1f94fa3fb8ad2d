// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

public import NeuralNetwork

extension Standardizer {
  /// The tensors to store: `<name>.mean`, `<name>.inverse_deviation` `[inputs]` and `<name>.limit` `[1]`.
  public func tensors(name: String) -> [String: Tensor] {
    [
      "\(name).mean": mean, "\(name).inverse_deviation": inverseDeviation,
      "\(name).limit": Tensor(shape: [1], [limit]),
    ]
  }

  /// Reads what `tensors(name:)` gives, for rows of `inputs` values.
  ///
  /// Throws `WeightError` naming the tensor when one is missing, of another shape, or not usable.
  public init(from file: WeightFile, name: String, inputs: Int) throws {
    let limit = try file.tensor("\(name).limit", shape: [1])[0]
    guard limit > 0 else {
      throw WeightError(
        .load, path: file.path, tensor: "\(name).limit", reason: "\(limit) is not a positive limit")
    }
    self.init(
      mean: try file.tensor("\(name).mean", shape: [inputs]),
      inverseDeviation: try file.tensor("\(name).inverse_deviation", shape: [inputs]), limit: limit)
  }
}
