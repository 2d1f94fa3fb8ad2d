// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

import EmoNet
import EmoNetTraining

/// What the scores are worth, and what each branch contributes.
extension EvaluationDocument {
  var calibration: ReportSection {
    let error = Self.spoken(report.calibration?.expectedError)
    let chart = ReliabilityChart(
      bins: report.reliability, summary: "Expected calibration error \(error)")
    let branches =
      [(report.branches.alone.branches.nouns, report.branches.fused)]
      + report.branches.alone.entries.map { ("\($0.branch.noun) alone", $0.value) }
    return ReportSection(
      "Calibration",
      [
        "A score can be read as a probability where the share of right answers is what the "
          + "confidence says. The expected calibration error is their mean distance, each tenth of "
          + "the scale weighted by its clips; with few clips it is larger than that of more."
      ],
      [
        ReportExhibit(
          ReportFigure(
            caption: "Mean confidence and share of right answers in each tenth of the scale; below "
              + "the line the model is surer than right.", svg: chart.svg),
          ReportTable(
            "Reliability: answers by confidence",
            columns: ["confidence", "clips", "mean confidence", "share right"],
            rows: report.reliability.map { bin in
              [
                .text("\(bin.from) to \(bin.to)"), .count(bin.clips), .number(bin.confidence),
                .number(bin.accuracy),
              ]
            })),
        ReportExhibit(
          ReportTable(
            "Calibration of the fused answer and of each branch",
            columns: ["answer from", "clips", "calibration error", "Brier score", "log-loss"],
            rows: branches.map { name, figures in
              [
                .text(name), .count(figures.clips), .number(figures.calibration?.expectedError),
                .number(figures.calibration?.brierScore), .number(figures.calibration?.logLoss),
              ]
            })),
      ])
  }

  var coverage: ReportSection {
    let chart = CoverageChart(
      points: CoverageChart.points(
        table.rows.map { ($0.confidence, $0.scores.best == $0.truth) }),
      summary: report.coverage.map {
        "from confidence \($0.minimumConfidence): \(NumberText.decimal($0.coverage)) answered, "
          + "\(Self.spoken($0.accuracy)) right"
      }.joined(separator: "; "))
    return ReportSection(
      "Coverage and accuracy",
      [
        "What a least confidence (--minimum-confidence) would cost in answers and gain in accuracy."
      ],
      [
        ReportExhibit(
          ReportFigure(
            caption: "Share of right answers among those given, as the least sure are given up; "
              + "the dot is the answer to every clip.", svg: chart.svg),
          ReportTable(
            "Answers from a least confidence on",
            columns: ["from", "clips", "coverage", "accuracy", "average recall"],
            rows: report.coverage.map { point in
              [
                .text("\(point.minimumConfidence)"), .count(point.clips), .number(point.coverage),
                .number(point.accuracy), .number(point.uar),
              ]
            }))
      ])
  }

  /// What each branch alone would have said, and whether fusion was better.
  var branches: ReportSection {
    let alone = report.branches.alone.entries
    let parts = ["both right", "fusion helped", "fusion hurt", "neither right"]
    let counts = alone.map { branch, _ -> (name: String, counts: [Int]) in
      let spoken = table.rows.compactMap { row in
        row.modalities[branch]?.scores.map { (fused: row.isRight, own: $0.best == row.truth) }
      }
      return (
        "\(branch.noun) alone",
        [
          spoken.count { $0.fused && $0.own }, spoken.count { $0.fused && !$0.own },
          spoken.count { !$0.fused && $0.own }, spoken.count { !$0.fused && !$0.own },
        ]
      )
    }
    let chart = ShareChart(
      title: "Fused answer beside each branch",
      summary: counts.map { bar in
        bar.name + ": "
          + zip(parts, bar.counts).map { "\($0) \($1)" }.joined(separator: ", ")
      }.joined(separator: "; "), parts: parts, bars: counts)
    let rows =
      [
        [
          ReportTable.Cell.text(table.branches.nouns), .count(report.branches.fused.clips),
          .number(report.branches.fused.accuracy), .number(report.branches.fused.uar), .none,
          .none, .none, .none,
        ]
      ]
      + zip(alone, counts).map { entry, bar in
        [
          .text(bar.name), .count(entry.value.clips), .number(entry.value.accuracy),
          .number(entry.value.uar),
        ] + bar.counts.map { .count($0) }
      }
    return ReportSection(
      "Picture, sound and fusion",
      [
        "Fusion helped where the fused answer is right and the branch alone was wrong, and hurt "
          + "where it is the other way round. Only clips are counted for which the branch spoke."
      ],
      [
        ReportExhibit(
          ReportFigure(caption: "Clips by who was right.", svg: chart.svg),
          ReportTable(
            "What each branch alone would have said",
            columns: ["answer from", "clips", "accuracy", "average recall"] + parts, rows: rows))
      ])
  }

  func comparison(_ found: ModelComparison) -> ReportSection {
    let figures = [
      ("Unweighted average recall", found.uar), ("Accuracy", found.accuracy),
      ("Macro F1", found.macroF1),
    ]
    return ReportSection(
      "Compared with \(found.model)",
      [
        "On the \(found.clips) clips that both classified (\(found.onlyThis) only here, "
          + "\(found.onlyOther) only there). Both models are seen on the same draws of "
          + (found.intervalMethod == .speakers ? "\(found.speakers) speakers." : "single clips."),
        "Only this model is right on \(found.onlyThisRight) clips, only the other on "
          + "\(found.onlyOtherRight); McNemar's exact test, both sides: p = "
          + "\(NumberText.probability(found.mcNemarP)).",
      ],
      [
        ReportExhibit(
          ReportTable(
            "This model and the other",
            columns: ["figure", "this", "other", "difference", "95 % interval"],
            rows: figures.map { name, figure in
              [
                .text(name), .number(figure.this), .number(figure.other),
                .difference(figure.difference),
                .range(figure.interval.lower, figure.interval.upper),
              ]
            })),
        ReportExhibit(
          ReportTable(
            "Clips by which model is right", columns: ["right", "clips"],
            rows: [
              [.text("both"), .count(found.bothRight)],
              [.text("only this"), .count(found.onlyThisRight)],
              [.text("only the other"), .count(found.onlyOtherRight)],
              [.text("neither"), .count(found.neitherRight)],
            ])),
      ])
  }
}
