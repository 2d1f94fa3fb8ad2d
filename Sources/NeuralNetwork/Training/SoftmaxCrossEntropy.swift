// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

import Foundation

/// Softmax over classes and its cross entropy with soft targets.
package enum SoftmaxCrossEntropy {
  /// Probabilities of each row, `[rows, classes]` -> `[rows, classes]`; each row sums to 1.
  package static func softmax(_ logits: Tensor) -> Tensor {
    let (rows, classes) = size(of: logits)
    var result = logits
    result.withUnsafeMutableBuffer { values in
      for row in 0..<rows {
        let range = row * classes..<(row + 1) * classes
        // The largest logit is taken off, so no exponential overflows.
        let largest = range.reduce(-Float.infinity) { max($0, values[$1]) }
        var sum: Float = 0
        for index in range {
          values[index] = exp(values[index] - largest)
          sum += values[index]
        }
        for index in range { values[index] /= sum }
      }
    }
    return result
  }

  /// Mean loss of the rows, weighted, and its gradient by the logits.
  ///
  /// With p = softmax(logits) and targets t' = (1 - s) t + s / classes for a smoothing of s, loss =
  /// sum_i w_i (-sum_c t'_ic ln p_ic) / sum_i w_i. Rows whose weights are all 0 give a loss of 0.
  /// - Parameters:
  ///   - logits: `[rows, classes]`.
  ///   - targets: `[rows, classes]`, each row sums to 1.
  ///   - weights: `[rows]`, not negative; nil weighs all rows the same.
  ///   - labelSmoothing: the share in [0, 1] of each target that is spread evenly over the classes.
  /// - Returns: the loss, in nats, and its gradient, `[rows, classes]`.
  package static func lossAndGradient(
    logits: Tensor, targets: Tensor, weights: [Float]? = nil, labelSmoothing: Float = 0
  ) -> (loss: Float, gradient: Tensor) {
    let (rows, classes) = size(of: logits)
    precondition(
      targets.shape == logits.shape,
      "targets \(targets.shape) do not fit logits \(logits.shape)")
    precondition(
      weights.map { $0.count == rows } ?? true,
      "\(weights?.count ?? 0) weights for \(rows) rows")
    precondition(
      (0...1).contains(labelSmoothing), "label smoothing \(labelSmoothing) is not in [0, 1]")
    let totalWeight = weights.map { $0.reduce(0) { $0 + Double($1) } } ?? Double(rows)
    var gradient = Tensor(shape: logits.shape)
    guard totalWeight > 0 else { return (0, gradient) }

    var loss = 0.0
    logits.withUnsafeBuffer { logits in
      targets.withUnsafeBuffer { targets in
        gradient.withUnsafeMutableBuffer { gradient in
          for row in 0..<rows {
            let range = row * classes..<(row + 1) * classes
            let scale = Double(weights?[row] ?? 1) / totalWeight
            if scale == 0 { continue }
            let largest = range.reduce(-Float.infinity) { max($0, logits[$1]) }
            var sum = 0.0
            for index in range { sum += exp(Double(logits[index] - largest)) }
            let logSum = log(sum)
            var rowLoss = 0.0
            var targetSum = 0.0
            for index in range {
              let target = smoothed(targets[index], labelSmoothing, classes)
              targetSum += target
              // A target of 0 must not meet a log probability of minus infinity.
              if target != 0 { rowLoss -= target * (Double(logits[index] - largest) - logSum) }
            }
            for index in range {
              let probability = exp(Double(logits[index] - largest) - logSum)
              let target = smoothed(targets[index], labelSmoothing, classes)
              gradient[index] = Float(scale * (probability * targetSum - target))
            }
            loss += scale * rowLoss
          }
        }
      }
    }
    return (Float(loss), gradient)
  }

  private static func smoothed(_ target: Float, _ smoothing: Float, _ classes: Int) -> Double {
    Double(target) * (1 - Double(smoothing)) + Double(smoothing) / Double(classes)
  }

  private static func size(of logits: Tensor) -> (rows: Int, classes: Int) {
    precondition(
      logits.shape.count == 2 && logits.shape[1] > 0,
      "logits must be [rows, classes], not \(logits.shape)")
    return (logits.shape[0], logits.shape[1])
  }
}
