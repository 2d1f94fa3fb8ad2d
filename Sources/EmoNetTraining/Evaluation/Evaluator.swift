// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

public import EmoNet
import NeuralNetwork

/// Turns what became of each row of a list into figures.
public enum Evaluator {
  /// How many sets are drawn for the intervals.
  public static let resamples = 2000

  /// The report on a model's answers; the same outcomes and seed give the same report.
  public static func report(
    outcomes: [ClipOutcome], model: String, weightsChecksum: String, precision: Precision = .f32,
    seed: UInt64 = 0
  ) -> EvaluationReport {
    var failed: [EvaluationReport.Failure] = []
    var answers: [Answer] = []
    for outcome in outcomes {
      let reason: String
      switch (outcome.result, outcome.entry.label) {
      case (.success(let prediction), let truth?):
        answers.append(
          Answer(truth: truth, speaker: outcome.entry.speaker, prediction: prediction))
        continue
      case (.success, nil): reason = "the row has no label to compare with"
      case (.failure(let failure), _): reason = failure.reason
      }
      failed.append(.init(path: outcome.entry.path, reason: reason))
    }

    let confusion = matrix(answers) { $0.label }
    let groups = groups(answers)
    var generator = SeededGenerator(seed: seed)
    let intervals = Bootstrap.intervals(
      groups: groups.matrices, resamples: resamples, using: &generator)
    return EvaluationReport(
      labels: Emotion.names, clips: outcomes.count, failed: failed,
      withoutFace: answers.count { $0.prediction.frames.withFace == 0 },
      withoutSound: answers.count { $0.prediction.modalities[.audio]?.used != true },
      accuracy: confusion.accuracy, uar: confusion.unweightedAverageRecall,
      macroF1: confusion.macroF1, intervals: intervals,
      perClass: PerEmotion { confusion.figures($0) }, confusion: confusion.rows,
      branches: EvaluationBranches(
        fused: BranchFigures(confusion),
        alone: PerBranch(branches(answers)) { branch in
          BranchFigures(matrix(answers) { $0.modalities[branch]?.scores?.best })
        }),
      model: model, weightsChecksum: weightsChecksum,
      withoutPicture: answers.count { $0.prediction.frames.decoded == 0 },
      intervalMethod: intervals == nil ? nil : groups.method,
      speakers: Set(answers.compactMap(\.speaker)).count, precision: precision)
  }

  private struct Answer {
    let truth: Emotion
    let speaker: String?
    let prediction: Prediction
  }

  /// The branches of the model that answered; the standard ones when no clip was classified.
  private static func branches(_ answers: [Answer]) -> [Branch] {
    answers.first?.prediction.modalities.branches ?? Branch.standard
  }

  /// The confusions of the answers for which a branch spoke.
  private static func matrix(
    _ answers: [Answer], _ label: (Prediction) -> Emotion?
  ) -> ConfusionMatrix {
    var matrix = ConfusionMatrix()
    for answer in answers {
      if let predicted = label(answer.prediction) {
        matrix.add(truth: answer.truth, predicted: predicted)
      }
    }
    return matrix
  }

  /// What is drawn again: speakers, in the order of their names, or single clips.
  private static func groups(
    _ answers: [Answer]
  ) -> (matrices: [ConfusionMatrix], method: EvaluationReport.IntervalMethod) {
    let speakers = Set(answers.compactMap(\.speaker)).sorted()
    let isKnown = answers.allSatisfy { $0.speaker != nil }
    guard isKnown, speakers.count > 1 else {
      return (answers.map { matrix([$0]) { $0.label } }, .clips)
    }
    let bySpeaker = Dictionary(grouping: answers) { $0.speaker }
    return (speakers.map { matrix(bySpeaker[$0] ?? []) { $0.label } }, .speakers)
  }
}
