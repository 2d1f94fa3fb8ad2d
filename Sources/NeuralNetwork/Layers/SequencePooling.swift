// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

/// One vector per sequence from its steps, of which only the first `lengths[i]` count.
package final class SequencePooling {
  /// How the steps become one vector.
  package enum Kind: String, Sendable, Codable, CaseIterable {
    /// The last step that counts.
    case last
    /// The mean of the steps that count.
    case mean
  }

  /// How the steps become one vector.
  let kind: Kind
  /// Of the last forward, for backward.
  private var shape: [Int] = []
  private var lengths: [Int] = []

  /// A pooling of the given kind.
  package init(_ kind: Kind) {
    self.kind = kind
  }

  /// Pools `[batch, time, features]` to `[batch, features]`; a sequence of length 0 gives zeros.
  ///
  /// - Parameters:
  ///   - steps: padded at the end; what stands in the padding has no influence.
  ///   - lengths: `[batch]`, each in 0...time.
  package func forward(_ steps: Tensor, lengths: [Int]) -> Tensor {
    precondition(
      steps.shape.count == 3, "steps must be [batch, time, features], not \(steps.shape)")
    precondition(
      lengths.count == steps.shape[0], "\(lengths.count) lengths for \(steps.shape[0]) sequences")
    precondition(
      lengths.allSatisfy { (0...steps.shape[1]).contains($0) },
      "lengths \(lengths) are not all within 0...\(steps.shape[1])")
    shape = steps.shape
    self.lengths = lengths
    let (time, features) = (shape[1], shape[2])
    var pooled = Tensor(shape: [lengths.count, features])
    steps.withUnsafeBuffer { steps in
      pooled.withUnsafeMutableBuffer { pooled in
        forEachStep { row, step, weight in
          let source = (row * time + step) * features
          for at in 0..<features { pooled[row * features + at] += weight * steps[source + at] }
        }
      }
    }
    return pooled
  }

  /// Gradient by the steps, `[batch, time, features]`, from that of the last forward's output.
  package func backward(_ outputGradient: Tensor) -> Tensor {
    precondition(shape.count == 3, "backward before any forward")
    let (time, features) = (shape[1], shape[2])
    precondition(
      outputGradient.shape == [lengths.count, features],
      "gradient \(outputGradient.shape) does not fit [\(lengths.count), \(features)]")
    var gradient = Tensor(shape: shape)
    outputGradient.withUnsafeBuffer { output in
      gradient.withUnsafeMutableBuffer { gradient in
        forEachStep { row, step, weight in
          let target = (row * time + step) * features
          for at in 0..<features { gradient[target + at] = weight * output[row * features + at] }
        }
      }
    }
    return gradient
  }

  /// Calls `body` with every step that counts and its weight in the pooled vector.
  private func forEachStep(_ body: (_ row: Int, _ step: Int, _ weight: Float) -> Void) {
    for (row, length) in lengths.enumerated() where length > 0 {
      switch kind {
      case .last: body(row, length - 1, 1)
      case .mean: for step in 0..<length { body(row, step, 1 / Float(length)) }
      }
    }
  }
}
