// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

package import NeuralNetwork

/// Directions in which classes lie far apart, measured by how far the rows of a class scatter.
///
/// Solves S_B v = lambda S_W v (Fisher 1936, Rao 1948) for the largest lambda. Classes may be subclasses,
/// such as emotion x corpus: there are at most classes - 1 useful directions. Directions are scaled so that
/// v' S_W v = 1, and signed so that their largest entry is positive.
package struct LinearDiscriminantAnalysis: Sendable, Equatable {
  /// Weighted mean of the rows, `[inputs]`.
  package let mean: Tensor
  /// The directions, most telling first, `[components, inputs]`.
  package let projection: Tensor

  /// How many values a row has.
  package var inputCount: Int { projection.shape[1] }
  /// How many values a projected row has.
  package var componentCount: Int { projection.shape[0] }

  /// An analysis from its stored tensors `mean` `[inputs]` and `projection` `[components, inputs]`.
  package init(mean: Tensor, projection: Tensor) {
    precondition(
      projection.shape.count == 2 && mean.shape == [projection.shape[1]],
      "mean \(mean.shape) and projection \(projection.shape) do not belong together")
    self.mean = mean
    self.projection = projection
  }

  /// Projects rows `[n, inputs]` to `[n, components]`: (x - mean) times each direction.
  package func transform(_ rows: Tensor) -> Tensor {
    precondition(
      rows.shape.count == 2 && rows.shape[1] == inputCount,
      "rows \(rows.shape) do not have \(inputCount) values")
    let width = inputCount
    return Tensor(
      shape: [rows.shape[0], componentCount],
      initializingWith: { output in
        rows.withUnsafeBuffer { x in
          mean.withUnsafeBuffer { centre in
            projection.withUnsafeBuffer { directions in
              for index in output.indices {
                let row = index / componentCount * width
                let direction = index % componentCount * width
                // Summed in double precision and in one order: the same for a row alone or in a batch.
                var sum = 0.0
                for column in 0..<width {
                  sum +=
                    Double(x[row + column] - centre[column])
                    * Double(directions[direction + column])
                }
                output[index] = Float(sum)
              }
            }
          }
        }
      })
  }
}

extension LinearDiscriminantAnalysis {
  /// The tensors to store: `<name>.mean` `[inputs]` and `<name>.projection` `[components, inputs]`.
  package func tensors(name: String) -> [String: Tensor] {
    ["\(name).mean": mean, "\(name).projection": projection]
  }

  /// Reads what `tensors(name:)` gives, for rows of `inputs` values.
  ///
  /// Throws `FileError` naming the tensor when one is missing or of another shape.
  package init(from file: WeightFile, name: String, inputs: Int) throws {
    // How many components there are is the file's to say; everything else has to fit.
    let components = file.tensors["\(name).projection"]?.shape.first ?? 1
    self.init(
      mean: try file.tensor("\(name).mean", shape: [inputs]),
      projection: try file.tensor("\(name).projection", shape: [components, inputs]))
  }
}
