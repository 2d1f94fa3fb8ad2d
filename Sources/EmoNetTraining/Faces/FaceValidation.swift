// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

import EmoNet
import Faces
import NeuralNetwork

/// How well a backbone names the plurality label of faces it never saw.
struct FaceValidation: Sendable, Equatable {
  /// Faces by truth and answer.
  private(set) var confusion = ConfusionMatrix()

  private static let batchSize = 128

  /// Figures over the faces of `set` whose plurality label is one of the seven.
  init(_ backbone: FusedFaceBackbone, on set: FaceSet) {
    let side = FaceCrop.side
    let rows = (0..<set.count).filter { set.pluralityLabel($0) != nil }
    for start in stride(from: 0, to: rows.count, by: Self.batchSize) {
      let batch = rows[start..<min(start + Self.batchSize, rows.count)]
      var values: [Float] = []
      values.reserveCapacity(batch.count * side * side)
      for row in batch { values += FaceCrop(grey: set.image(row)).normalized() }
      let logits = backbone.emotionLogits(
        backbone.features(Tensor(shape: [batch.count, side, side, 1], values)))
      for (position, row) in batch.enumerated() {
        guard let truth = set.pluralityLabel(row) else { continue }
        let scores = EmotionScores { logits[position * Emotion.count + $0.index] }
        confusion.add(truth: truth, predicted: scores.best)
      }
    }
  }

  /// The figures by name; shares in [0, 1].
  var metrics: [TrainingEvent.Metric] {
    [
      .init(name: "accuracy", value: confusion.accuracy ?? 0),
      .init(name: "uar", value: confusion.unweightedAverageRecall ?? 0),
    ]
  }

  /// The figures under the names that a model's card gives them.
  var cardFigures: [TrainingEvent.Metric] {
    metrics.map { .init(name: "faces \($0.name)", value: $0.value) }
  }
}
