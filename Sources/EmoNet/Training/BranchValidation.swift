// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

internal import NeuralNetwork

/// Validation clips, ready for the fusion network, and how well it names them.
struct BranchValidation {
  let clips: [LabelledClip]
  /// Standardised face features `[frames, 64]` of each clip with a face.
  let faces: [Tensor?]
  /// Discriminants of each clip with sound.
  let sounds: [[Float]?]
  let discriminants: Int

  /// Unweighted average recall by corpus and kind of clip; of clips with both, by branch too.
  func figures(_ network: FusionNetwork) -> [TrainingEvent.Metric] {
    var figures: [TrainingEvent.Metric] = []
    let groups = Set(clips.map { "\($0.corpus) \($0.modality.rawValue)" }).sorted()
    for group in groups {
      let members = clips.indices.filter { index in
        "\(clips[index].corpus) \(clips[index].modality.rawValue)" == group
          && (faces[index] != nil || sounds[index] != nil)
      }
      guard !members.isEmpty else { continue }
      figures.append(.init(name: "uar \(group)", value: recall(network, members, true, true)))
      let both = members.filter { faces[$0] != nil && sounds[$0] != nil }
      guard !both.isEmpty else { continue }
      figures.append(.init(name: "uar \(group) sound", value: recall(network, both, false, true)))
      figures.append(.init(name: "uar \(group) picture", value: recall(network, both, true, false)))
    }
    return figures
  }

  private func recall(
    _ network: FusionNetwork, _ members: [Int], _ seesPicture: Bool, _ hearsSound: Bool
  ) -> Double {
    var confusion = ConfusionMatrix()
    for index in members {
      // One clip at a time, as in use: padding would cost more than batching saves.
      let logits = network.forward(
        FusionBatch(
          rows: [(seesPicture ? faces[index] : nil, hearsSound ? sounds[index] : nil)],
          discriminants: discriminants), phase: .inference
      ).values
      confusion.add(truth: clips[index].label, predicted: EmotionScores(logits).best)
    }
    return confusion.unweightedAverageRecall ?? 0
  }
}
