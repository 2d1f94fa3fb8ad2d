// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

import EmoNet
import NeuralNetwork

/// Validation clips, ready for the fusion network, and how well it names them.
struct BranchValidation {
  /// A clip as it is and as each recoding left it.
  struct Clip {
    let clip: LabelledClip
    /// Each form as the network takes it, the clip's own first.
    let forms: [FusionRow]

    var seesPicture: Bool { forms[0].picture != nil }
    var hearsSound: Bool { forms[0].sound != nil }
  }

  let clips: [Clip]
  let discriminants: Int

  /// Scores of the same clip count as changed when one of the seven moves by more than this.
  private static let noticeableChange: Float = 0.1

  /// Unweighted average recall by corpus and kind of clip; of clips with both, by branch too.
  func recalls(_ networks: [FusionNetwork]) -> [TrainingEvent.Metric] {
    var figures: [TrainingEvent.Metric] = []
    for (group, members) in groups {
      func recall(_ clips: [Clip], picture: Bool, sound: Bool) -> Double {
        var confusion = ConfusionMatrix()
        for clip in clips {
          let form = FusionRow(
            picture: picture ? clip.forms[0].picture : nil, sound: sound ? clip.forms[0].sound : nil
          )
          confusion.add(truth: clip.clip.label, predicted: scores(networks, form).best)
        }
        return confusion.unweightedAverageRecall ?? 0
      }
      figures.append(
        .init(name: "uar \(group)", value: recall(members, picture: true, sound: true)))
      let both = members.filter { $0.seesPicture && $0.hearsSound }
      if !both.isEmpty {
        figures += [
          .init(name: "uar \(group) sound", value: recall(both, picture: false, sound: true)),
          .init(name: "uar \(group) picture", value: recall(both, picture: true, sound: false)),
        ]
      }
    }
    return figures
  }

  /// How far the other forms of the clips move their scores: the largest of the seven in the mean, and
  /// the share of forms with a noticeable one; nothing where there are no other forms.
  func changes(_ networks: [FusionNetwork]) -> [TrainingEvent.Metric] {
    groups.flatMap { group, clips -> [TrainingEvent.Metric] in
      let changes = clips.flatMap { clip -> [Float] in
        let own = scores(networks, clip.forms[0])
        return clip.forms.dropFirst().map { form in
          let other = scores(networks, form)
          return Emotion.allCases.map { abs(own[$0] - other[$0]) }.max() ?? 0
        }
      }
      guard !changes.isEmpty else { return [] }
      let count = Double(changes.count)
      return [
        .init(name: "change \(group)", value: Double(changes.reduce(0, +)) / count),
        .init(
          name: "changed \(group)",
          value: Double(changes.count { $0 > Self.noticeableChange }) / count),
      ]
    }
  }

  /// The members' joint answer to one clip at a time, as in use.
  private func scores(
    _ networks: [FusionNetwork], _ form: FusionRow
  ) -> EmotionScores {
    let batch = FusionBatch(rows: [form], discriminants: discriminants)
    var sum = Tensor(shape: [1, Emotion.count])
    for network in networks {
      sum.add(network.forward(batch, phase: .inference), scale: 1 / Float(networks.count))
    }
    return EmotionScores(SoftmaxCrossEntropy.softmax(sum).values)
  }

  /// Clips with anything to judge from, by corpus and kind.
  private var groups: [(name: String, clips: [Clip])] {
    Dictionary(grouping: clips.filter { $0.seesPicture || $0.hearsSound }) { clip in
      "\(clip.clip.corpus) \(clip.clip.modality.rawValue)"
    }.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
  }
}
