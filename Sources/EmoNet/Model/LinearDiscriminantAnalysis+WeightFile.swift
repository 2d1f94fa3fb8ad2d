// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

public import NeuralNetwork

extension LinearDiscriminantAnalysis {
  /// The tensors to store: `<name>.mean` `[inputs]` and `<name>.projection` `[components, inputs]`.
  public func tensors(name: String) -> [String: Tensor] {
    ["\(name).mean": mean, "\(name).projection": projection]
  }

  /// Reads what `tensors(name:)` gives, for rows of `inputs` values.
  ///
  /// Throws `WeightError` naming the tensor when one is missing or of another shape.
  public init(from file: WeightFile, name: String, inputs: Int) throws {
    // How many components there are is the file's to say; everything else has to fit.
    let components = file.tensors["\(name).projection"]?.shape.first ?? 1
    self.init(
      mean: try file.tensor("\(name).mean", shape: [inputs]),
      projection: try file.tensor("\(name).projection", shape: [components, inputs]))
  }
}
