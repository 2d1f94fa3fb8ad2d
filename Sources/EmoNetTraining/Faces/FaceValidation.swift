// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

package import EmoNet
package import Faces
import NeuralNetwork

/// How well a backbone's own head names the emotion of faces.
package struct FaceValidation: Sendable, Equatable {
  /// Faces by truth and answer.
  package private(set) var confusion = ConfusionMatrix()

  private static let batchSize = 128

  /// Figures over labelled faces.
  package init(
    _ backbone: FusedFaceBackbone, faces: some Sequence<(crop: FaceCrop, label: Emotion)>
  ) {
    var batch: [(crop: FaceCrop, label: Emotion)] = []
    for face in faces {
      batch.append(face)
      guard batch.count == Self.batchSize else { continue }
      add(batch, backbone)
      batch.removeAll(keepingCapacity: true)
    }
    add(batch, backbone)
  }

  /// Figures over the faces of `set` whose plurality label is one of the seven.
  package init(_ backbone: FusedFaceBackbone, on set: FaceSet) {
    self.init(
      backbone,
      faces: (0..<set.count).lazy.compactMap { row in
        set.pluralityLabel(row).map { (FaceCrop(grey: set.image(row)), $0) }
      })
  }

  private mutating func add(
    _ faces: [(crop: FaceCrop, label: Emotion)], _ backbone: FusedFaceBackbone
  ) {
    guard !faces.isEmpty else { return }
    let logits = backbone.emotionLogits(backbone.features(of: faces.map(\.crop)))
    for (position, face) in faces.enumerated() {
      let scores = EmotionScores { logits[position * Emotion.count + $0.index] }
      confusion.add(truth: face.label, predicted: scores.best)
    }
  }

  /// The figures by name; shares in [0, 1].
  var metrics: [TrainingEvent.Metric] {
    [
      .init(name: "accuracy", value: confusion.accuracy ?? 0),
      .init(name: "uar", value: confusion.unweightedAverageRecall ?? 0),
    ]
  }

  /// The recall of each emotion that occurs; shares in [0, 1].
  var recalls: [TrainingEvent.Metric] {
    Emotion.allCases.compactMap { emotion in
      guard let recall = confusion.figures(emotion).recall else { return nil }
      return .init(name: "recall \(emotion.rawValue)", value: recall)
    }
  }

  /// The figures under the names that a model's card gives them.
  var cardFigures: [TrainingEvent.Metric] {
    metrics.map { .init(name: "faces \($0.name)", value: $0.value) }
  }
}
