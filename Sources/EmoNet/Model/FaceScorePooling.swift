// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

import Foundation
package import NeuralNetwork

/// What the backbone's own scores of single faces say of a sequence of them.
///
/// Faces are labelled by the hundred thousand and from everywhere, clips by the hundred and from few rooms: where
/// nothing else is known of a clip, its answer is that of its faces. An expression may last a few frames of many, so
/// that the frames are pooled by
///
///     s[e] = log(mean over t of p[t, e]^sharpness) / sharpness
///
/// which is the mean log-probability for a sharpness near 0, the log of the mean probability for 1, and nears the
/// largest one beyond.
package struct FaceScorePooling: Sendable, Equatable {
  package let sharpness: Float

  /// A pooling with a positive sharpness.
  package init(sharpness: Float) {
    precondition(sharpness > 0, "a sharpness of \(sharpness)")
    self.sharpness = sharpness
  }

  /// Pooled log-probabilities, `[7]`, of scores before the softmax, `[faces, 7]`, one face at least.
  package func callAsFunction(_ logits: Tensor) -> [Float] {
    let probabilities = SoftmaxCrossEntropy.softmax(logits)
    let count = logits.shape[0]
    return (0..<Emotion.count).map { emotion in
      let sum = (0..<count).reduce(0.0) { sum, face in
        let probability = max(Double(probabilities[face * Emotion.count + emotion]), Self.least)
        return sum + pow(probability, Double(sharpness))
      }
      return Float(log(sum / Double(count)) / Double(sharpness))
    }
  }

  /// What no emotion falls below in any face, so that a single face decides nothing alone.
  private static let least = 1e-4
}
