// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

import EmoNet
import EmoNetTraining
import Files
import Foundation
import Testing

/// Reports on a model with a branch beside picture and sound, and on one with the sound alone.
@Suite struct EvaluationBranchesTests {
  private let noise = Branch(named: "noise")

  private func certain(_ emotion: Emotion) -> EmotionScores {
    EmotionScores { $0 == emotion ? 1 : 0 }
  }

  private func report(_ answers: [PerBranch<Emotion?>]) -> EvaluationReport {
    let outcomes = answers.enumerated().map { index, answer in
      ClipOutcome(
        entry: ClipListEntry(path: "\(index)", resolvedPath: "\(index)", label: .sad),
        prediction: Prediction(
          path: "\(index)", scores: certain(.sad),
          modalities: answer.map { PredictionBranch(scores: $0.map(certain)) },
          frames: PredictionFrames(decoded: 5, canonical: 5, withFace: 5), duration: 1,
          model: "m"))
    }
    return Evaluator.report(outcomes: outcomes, model: "m", weightsChecksum: "c")
  }

  @Test func eachBranchOfTheModelHasItsFigures() throws {
    let report = report([
      PerBranch([(.video, .sad), (.audio, .happy), (noise, .sad)]),
      PerBranch([(.video, nil), (.audio, .happy), (noise, .fear)]),
      PerBranch([(.video, nil), (.audio, .sad), (noise, .sad)]),
      PerBranch([(.video, nil), (.audio, nil), (noise, .sad)]),
    ])
    #expect(report.branches.alone.branches == [.video, .audio, noise])
    #expect(report.branches.alone.values.map(\.clips) == [1, 3, 4])
    #expect(report.branches.alone[noise]?.accuracy == 0.75)
    #expect(report.branches.fused.clips == 4)
    #expect(report.withoutSound == 1)
    let json = try report.json.text()
    #expect(
      json.contains(
        #""noise":{"accuracy":0.75,"uar":0.75,"clips":4,"calibrationError":0.25,"brierScore":0.5,"#)
    )
    #expect(try JSONDecoder().decode(EvaluationReport.self, from: Data(json.utf8)) == report)
    #expect(
      EvaluationText.render(report).contains(
        """
        answer from              clips  accuracy     UAR  calibration error   Brier  log-loss
        picture, sound and noise     4     1.000   1.000              0.000   0.000     0.000
        noise alone                  4     0.750   0.750              0.250   0.500     9.011
        sound alone                  3     0.333   0.333              0.667   1.333    24.029
        picture alone                1     1.000   1.000              0.000   0.000     0.000

        """))
  }

  @Test func aModelOfTheSoundAloneHasNoOtherFigures() throws {
    let report = report([PerBranch([(.audio, .sad)]), PerBranch([(.audio, nil)])])
    #expect(report.branches.alone.branches == [.audio])
    #expect(
      EvaluationText.render(report).contains(
        """
        answer from         clips  accuracy     UAR  calibration error   Brier  log-loss
        sound                   2     1.000   1.000              0.000   0.000     0.000
        sound alone             1     1.000   1.000              0.000   0.000     0.000

        """))
    let text = try report.json.text()
    #expect(text.contains(#""audio":{"accuracy":1.0,"uar":1.0,"clips":1,"calibrationError":0.0,"#))
    #expect(!text.contains("video"))
  }

  @Test func withoutAnAnswerTheStandardBranchesHaveNoFigures() throws {
    let report = report([])
    #expect(report.branches.alone.branches == [.video, .audio])
    #expect(report.branches.alone.values.allSatisfy { $0.accuracy == nil && $0.clips == 0 })
  }
}
