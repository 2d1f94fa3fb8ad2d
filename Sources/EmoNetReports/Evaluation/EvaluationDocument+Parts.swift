// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

import EmoNet
package import EmoNetTraining

/// Where a model does well and where not: by corpus, speaker, modality and length, and clip by clip.
extension EvaluationDocument {
  /// The most rows of a picture, of a table of mistakes and of a list of clips.
  private static let most = (bars: 30, mistakes: 25, glimpses: 12, clips: 100)

  /// The wrong answers of a table, those that the model was surest of first.
  private static func mistakes(in table: PredictionTable) -> [PredictionRow] {
    table.rows.filter { $0.answer != nil && !$0.isRight }
      .sorted { $0.confidence != $1.confidence ? $0.confidence > $1.confidence : $0.path < $1.path }
  }

  /// Paths of the clips that may be shown: the first of the worst mistakes.
  package static func shownPaths(of table: PredictionTable) -> [String] {
    mistakes(in: table).prefix(most.glimpses).map(\.path)
  }

  var parts: [ReportSection] {
    let modalities = ["av": "picture and sound", "a": "sound", "v": "picture"]
    let named: [(title: String, column: String, parts: [EvaluationPart])] = [
      ("By corpus", "corpus", Evaluator.parts(of: table, by: .corpus)),
      ("By speaker", "speaker", Evaluator.parts(of: table, by: .speaker)),
      ("By modality", "modality", Evaluator.parts(of: table, by: .modality)),
      ("By length", "length", Evaluator.parts(of: table) { Self.lengthName($0.duration) }),
    ]
    return named.compactMap { title, column, parts in
      // One part is the whole over again.
      guard parts.count > 1 else { return nil }
      let rows = parts.map { part in
        (name: Self.shown(part.name, modalities), figures: part.figures)
      }
      return section(title, column, rows)
    }
  }

  /// Bands of length, named so that they sort from short to long.
  private static func lengthName(_ seconds: Double) -> String {
    let bands: [(below: Double, name: String)] = [
      (1, "0 under 1 s"), (2, "1 1 to 2 s"), (3, "2 2 to 3 s"), (5, "3 3 to 5 s"),
      (10, "4 5 to 10 s"), (60, "5 10 to 60 s"),
    ]
    return "\u{0}" + (bands.first { seconds < $0.below }?.name ?? "6 over 60 s")
  }

  private static func shown(_ name: String?, _ modalities: [String: String]) -> String {
    guard let name else { return "not said" }
    return name.hasPrefix("\u{0}") ? String(name.dropFirst(3)) : modalities[name] ?? name
  }

  private func section(
    _ title: String, _ column: String, _ rows: [(name: String, figures: EvaluationFigures)]
  ) -> ReportSection {
    let shown =
      rows.count <= Self.most.bars
      ? rows
      : Array(rows.sorted { $0.figures.classified > $1.figures.classified }.prefix(Self.most.bars))
    let chart = IntervalChart(
      title: "Unweighted average recall by \(column)",
      summary: shown.map { "\($0.name) \(Self.spoken($0.figures.uar))" }.joined(separator: ", "),
      rows: shown.map { row in
        .init(
          name: row.name, value: row.figures.uar,
          interval: row.figures.intervals.map { ($0.uar.lower, $0.uar.upper) })
      }, reference: report.uar.map { ($0, "all") })
    let hasAll = shown.count == rows.count
    return ReportSection(
      title,
      hasAll ? [] : ["The picture shows the \(shown.count) of \(rows.count) with most clips."],
      [
        ReportExhibit(
          ReportFigure(
            caption: "Unweighted average recall with 95 % intervals, over the emotions that occur "
              + "in each.", svg: chart.svg),
          ReportTable(
            "Figures by \(column)",
            columns: [
              column, "clips", "speakers", "average recall", "95 % interval", "accuracy",
              "macro F1", "calibration error",
            ],
            rows: rows.map { name, figures in
              [
                .text(name), .count(figures.classified), .count(figures.speakers),
                .number(figures.uar),
                figures.intervals.map { .range($0.uar.lower, $0.uar.upper) } ?? .none,
                .number(figures.accuracy), .number(figures.macroF1),
                .number(figures.calibration?.expectedError),
              ]
            }))
      ])
  }

  /// The wrong answers that the model was surest of.
  var mistakes: ReportSection {
    let wrong = Self.mistakes(in: table)
    guard !wrong.isEmpty else {
      return ReportSection("Worst mistakes", ["No answer that was given is wrong."])
    }
    let branches = table.branches
    var section = ReportSection(
      "Worst mistakes",
      [
        "The wrong answers that the model was surest of, of \(wrong.count) wrong ones in all."
      ],
      [
        ReportExhibit(
          ReportTable(
            "Wrong answers, the surest first",
            columns: ["clip", "true", "answer", "confidence", "score of the true one"]
              + branches.map { "\($0.noun) alone" } + ["speaker", "remarks"],
            rows: wrong.prefix(Self.most.mistakes).map { row in
              [
                .text(row.path), .text(row.truth.rawValue), .text(row.answerText),
                .number(Double(row.confidence)), .number(Double(row.scores[row.truth])),
              ]
                + branches.map { branch in
                  row.modalities[branch]?.scores.map { scores in
                    .text("\(scores.best) \(NumberText.decimal(Double(scores[scores.best])))")
                  } ?? .none
                } + [
                  row.speaker.map { .text($0) } ?? .none,
                  row.warnings.isEmpty ? .none : .text(row.warnings.joined(separator: "; ")),
                ]
            }))
      ])
    section.gallery = wrong.compactMap { row in
      glimpses[row.path].map { glimpse in
        let answer = "true \(row.truth), answered \(row.answerText)"
        return ReportFigure(
          caption: "\(row.path): \(answer) \(NumberText.decimal(Double(row.confidence)))",
          svg: GlimpseChart(
            glimpse: glimpse, title: "Faces and sound of \(row.path)", summary: answer
          ).svg)
      }
    }
    return section
  }

  /// Clips that lack something, and those that could not be classified.
  var missing: ReportSection {
    let lacking = table.rows.compactMap { row -> [ReportTable.Cell]? in
      var missing: [String] = []
      if row.frames.decoded == 0 {
        missing.append("no picture")
      } else if row.frames.withFace == 0 {
        missing.append("no face")
      }
      if row.modalities[.audio]?.used != true { missing.append("no sound") }
      guard !missing.isEmpty else { return nil }
      return [
        .text(row.path), .text(missing.joined(separator: ", ")), .text(row.truth.rawValue),
        .text(row.answerText),
      ]
    }
    var exhibits = [
      ReportExhibit(
        ReportTable(
          "Clips that lacked something", columns: ["what", "clips"],
          rows: [
            [.text("no picture"), .count(report.withoutPicture)],
            [.text("picture, but no face"), .count(report.withoutFace - report.withoutPicture)],
            [.text("sound not used"), .count(report.withoutSound)],
            [.text("failed"), .count(report.failed.count)],
          ]))
    ]
    // Where every clip is sound alone, a list of them says nothing.
    if !lacking.isEmpty, lacking.count < table.rows.count {
      exhibits.append(
        ReportExhibit(
          ReportTable(
            Self.caption("Clips without face or sound", lacking.count),
            columns: ["clip", "lacks", "true", "answer"],
            rows: Array(lacking.prefix(Self.most.clips)))))
    }
    if !report.failed.isEmpty {
      exhibits.append(
        ReportExhibit(
          ReportTable(
            Self.caption("Clips that could not be classified", report.failed.count),
            columns: ["clip", "reason"],
            rows: report.failed.prefix(Self.most.clips).map { [.text($0.path), .text($0.reason)] }
          )))
    }
    return ReportSection(
      "What was missing",
      [
        "A clip without a face or a sound is judged by what is there. A clip that could not be "
          + "classified is in none of the figures."
      ], exhibits)
  }

  private static func caption(_ text: String, _ count: Int) -> String {
    count > most.clips ? "\(text) (the first \(most.clips) of \(count))" : text
  }
}
