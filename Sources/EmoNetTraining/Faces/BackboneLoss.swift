// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

import EmoNet
import Foundation
import NeuralNetwork

/// What the face backbone learns from a batch of still faces.
///
/// The loss on soft targets, and beside it, where FER2013's own labels have a head of their own, that on
/// these labels, weighted.
struct BackboneLoss {
  private let configuration: BackboneConfiguration
  /// Soft targets of all faces, `[faces, 7]`.
  private let targets: Tensor
  /// FER2013's own labels of all faces, `[faces]`.
  private let labels: [Emotion]
  /// What is added to the scores in the loss, `[7]`; nil for nothing.
  private let adjustment: [Float]?

  /// A loss on faces with the targets `votes` `[faces, 7]`, of which `rows` are learnt from.
  init(
    _ configuration: BackboneConfiguration, votes: Tensor, labels: [Emotion], rows: [Int]
  ) {
    self.configuration = configuration
    self.labels = labels
    var targets = votes
    if configuration.originalLabels == .mixed {
      let share = configuration.originalLabelWeight
      precondition((0...1).contains(share), "a share of \(share) of the targets")
      targets.scale(by: 1 - share)
      targets.add(.oneHot(labels.map(\.index), classes: Emotion.count), scale: share)
    }
    self.targets = targets
    adjustment = configuration.logitAdjustment.map { strength in
      Self.logShares(targets, rows: rows).map { strength * $0 }
    }
  }

  /// The logarithm of each emotion's share of the targets in `rows`, `[7]`.
  static func logShares(_ targets: Tensor, rows: [Int]) -> [Float] {
    var sums = [Double](repeating: 0, count: Emotion.count)
    for row in rows {
      for column in 0..<Emotion.count {
        sums[column] += Double(targets[row * Emotion.count + column])
      }
    }
    // An emotion that never occurs counts as a millionth of a face.
    let total = sums.reduce(0, +)
    return sums.map { Float(log(max($0, 1e-6) / max(total, 1))) }
  }

  /// One step forward and backward on faces `[rows, 48, 48, 1]`; gradients are left in the parameters.
  ///
  /// Returns the loss on the soft targets.
  func learn(_ faces: Tensor, rows: [Int], backbone: FaceBackbone, phase: Phase) -> Float {
    let features = backbone.features(faces, phase: phase)
    for parameter in backbone.parameters { parameter.zeroGradient() }

    let smoothing = configuration.labelSmoothing ?? 0
    let result = SoftmaxCrossEntropy.lossAndGradient(
      logits: adjusted(backbone.emotionHead.forward(features, phase: phase)),
      targets: targets.gathered(rows), labelSmoothing: smoothing)
    var gradient = backbone.emotionHead.backward(result.gradient)
    if configuration.originalLabels != .mixed && configuration.originalLabelWeight > 0 {
      let own = SoftmaxCrossEntropy.lossAndGradient(
        logits: adjusted(backbone.originalLabelHead.forward(features, phase: phase)),
        targets: .oneHot(rows.map { labels[$0].index }, classes: Emotion.count),
        labelSmoothing: smoothing)
      var ownGradient = own.gradient
      ownGradient.scale(by: configuration.originalLabelWeight)
      gradient.add(backbone.originalLabelHead.backward(ownGradient))
    }
    backbone.backward(gradient)
    return result.loss
  }

  /// Scores `[rows, 7]` with the adjustment added; constant, so that their gradient is that of the sum.
  private func adjusted(_ logits: Tensor) -> Tensor {
    guard let adjustment else { return logits }
    var logits = logits
    for index in 0..<logits.count { logits[index] += adjustment[index % Emotion.count] }
    return logits
  }
}
