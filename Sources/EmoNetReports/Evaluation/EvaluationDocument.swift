// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

import EmoNet
package import EmoNetTraining

/// An evaluation as a document: every figure and every table that can be made of a table of answers.
package struct EvaluationDocument {
  let table: PredictionTable
  let report: EvaluationReport
  /// What is to be seen and heard of clips, by path.
  var glimpses: [String: ClipGlimpse] = [:]

  /// The document on a table of answers and its report.
  ///
  /// - Parameter glimpses: what is to be shown of some of the worst mistakes, by path.
  package static func make(
    _ table: PredictionTable, _ report: EvaluationReport, _ manifest: ReportManifest,
    glimpses: [String: ClipGlimpse] = [:]
  ) -> ReportDocument {
    let document = EvaluationDocument(table: table, report: report, glimpses: glimpses)
    var sections = [document.headline]
    if !table.rows.isEmpty {
      sections += [
        document.confusion, document.emotions, document.calibration, document.coverage,
        document.branches,
      ]
      sections += document.parts + [document.mistakes]
    }
    if let comparison = report.comparison { sections.append(document.comparison(comparison)) }
    sections += [document.missing, manifest.section(report)]
    return ReportDocument(
      title: "Evaluation of \(report.model)", summary: document.summary, sections: sections)
  }

  private var summary: String {
    var parts = [
      "\(report.clips) clips: \(report.classified) classified, \(report.failed.count) failed."
    ]
    if report.speakers > 0 { parts.append("\(report.speakers) speakers.") }
    if report.answers == .corpus {
      parts.append("Each clip is answered among the emotions that its corpus has.")
    }
    if let least = report.minimumConfidence {
      parts.append(
        "Answers of a confidence below \(least) are not given, and count as not found.")
    }
    parts.append(
      "Emotions are what a face and a voice express to an onlooker, as people have labelled it.")
    return parts.joined(separator: " ")
  }

  /// The emotions that occur as truth or answer, in the fixed order.
  var occurring: [Emotion] {
    Emotion.allCases.filter { emotion in
      report.perClass[emotion].support > 0
        || report.confusion.contains { $0[emotion.index] > 0 }
    }
  }

  private var headline: ReportSection {
    guard let intervals = report.intervals, let method = report.intervalMethod else {
      return ReportSection(
        "Headline figures", ["No clip was classified, so there are no figures."])
    }
    let figures: [(name: String, short: String, value: Double?, ConfidenceInterval)] = [
      ("Unweighted average recall", "average recall", report.uar, intervals.uar),
      ("Accuracy", "accuracy", report.accuracy, intervals.accuracy),
      ("Macro F1", "macro F1", report.macroF1, intervals.macroF1),
    ]
    let chart = IntervalChart(
      title: "Headline figures with 95 % intervals",
      summary: figures.map { "\($0.name) \(Self.spoken($0.value))" }.joined(separator: ", "),
      rows: figures.map {
        .init(name: $0.short, value: $0.value, interval: ($0.3.lower, $0.3.upper))
      })
    var rows: [[ReportTable.Cell]] = figures.map {
      [.text($0.name), .number($0.value), .range($0.3.lower, $0.3.upper)]
    }
    let calibration = report.calibration
    rows += [
      [.text("Expected calibration error"), .number(calibration?.expectedError), .none],
      [.text("Brier score (0 to 2)"), .number(calibration?.brierScore), .none],
      [.text("Log-loss (nats)"), .number(calibration?.logLoss), .none],
    ]
    if report.minimumConfidence != nil {
      rows += [
        [.text("Coverage"), .number(report.answered.coverage), .none],
        [.text("Accuracy of the answered"), .number(report.answered.accuracy), .none],
      ]
    }
    let drawn =
      method == .speakers
      ? "\(report.speakers) speakers, whole, with replacement"
      : "single clips, since the list does not name at least two speakers"
    return ReportSection(
      "Headline figures",
      [
        "Averages are over the emotions that occur. Intervals hold 95 % of \(Evaluator.resamples) "
          + "draws of \(drawn)."
          + (method == .speakers && report.speakers < 8
            ? " With so few speakers they are too narrow: other people may differ by more." : "")
      ],
      [
        ReportExhibit(
          ReportFigure(caption: "Value and 95 % interval.", svg: chart.svg),
          ReportTable(
            "Headline figures", columns: ["figure", "value", "95 % interval"], rows: rows))
      ])
  }

  private var confusion: ReportSection {
    let emotions = occurring
    let hasUncertain = report.minimumConfidence != nil
    let truths = emotions.filter { report.perClass[$0].support > 0 }
    let answers = emotions.map(\.rawValue) + (hasUncertain ? [PredictionRow.uncertain] : [])
    let counts = truths.map { truth in
      emotions.map { report.confusion[truth.index][$0.index] }
        + (hasUncertain ? [report.uncertain[truth.index]] : [])
    }
    let chart = ConfusionChart(
      truths: truths.map(\.rawValue), answers: answers, counts: counts,
      summary: "Rows are true emotions, columns answers; the table has the counts")
    return ReportSection(
      "Confusions", [],
      [
        ReportExhibit(
          ReportFigure(
            caption: "Clips of each true emotion by answer; the stronger the colour, the larger "
              + "the share of the row.", svg: chart.svg),
          ReportTable(
            "Confusion matrix in clips: rows are true emotions, columns answers",
            columns: ["true"] + answers,
            rows: zip(truths, counts).map { [.text($0.rawValue)] + $1.map { .count($0) } }))
      ])
  }

  private var emotions: ReportSection {
    let rows = occurring.map { ($0, report.perClass[$0]) }
    let series = ["recall", "precision", "F1"]
    let chart = BarChart(
      title: "Recall, precision and F1 of each emotion",
      summary: rows.map { "\($0.0) recall \(Self.spoken($0.1.recall))" }.joined(separator: ", "),
      series: series,
      groups: rows.map { emotion, figures in
        (
          emotion.rawValue, "\(figures.support) clips",
          [figures.recall, figures.precision, figures.f1]
        )
      })
    return ReportSection(
      "Each emotion",
      Emotion.allCases.count > rows.count
        ? [
          "Not in this list, and never answered: "
            + Emotion.allCases.filter { !occurring.contains($0) }.map(\.rawValue)
            .joined(separator: ", ") + "."
        ] : [],
      [
        ReportExhibit(
          ReportFigure(
            caption: "Recall, precision and F1, and the clips of each emotion.", svg: chart.svg),
          ReportTable(
            "Figures of each emotion", columns: ["emotion", "clips"] + series,
            rows: rows.map { emotion, figures in
              [
                .text(emotion.rawValue), .count(figures.support), .number(figures.recall),
                .number(figures.precision), .number(figures.f1),
              ]
            }))
      ])
  }

  static func spoken(_ value: Double?) -> String { value.map(NumberText.decimal) ?? "none" }
}
