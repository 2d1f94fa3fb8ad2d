// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

import EmoNetTraining

/// A confusion matrix: the darker a field, the larger its share of the row.
struct ConfusionChart {
  /// Names of the rows.
  let truths: [String]
  /// Names of the columns.
  let answers: [String]
  /// Counts, a row for each truth.
  let counts: [[Int]]
  let summary: String

  /// The picture.
  var svg: String {
    let (left, top) = (70.0, 74.0)
    let side = (SVG.width - left - 2) / Double(answers.count)
    var svg = SVG(
      height: top + side * Double(truths.count) + 4, title: "Confusion matrix", summary: summary)
    svg.label("answered", left + side * Double(answers.count) / 2, 11, .middle, class: "muted")
    svg.label("true", 4, top - 6, class: "muted")
    for (column, name) in answers.enumerated() {
      svg.label(
        name, left + side * (Double(column) + 0.5) + 4, top - 6, .start, turned: true)
    }
    for (row, name) in truths.enumerated() {
      let y = top + side * Double(row)
      svg.label(name, left - 8, y + side / 2 + 4, .end)
      let total = counts[row].reduce(0, +)
      for (column, count) in counts[row].enumerated() {
        let x = left + side * Double(column)
        let share = total > 0 ? Double(count) / Double(total) : 0
        svg.rectangle(x + 0.5, y + 0.5, side - 1, side - 1, class: "field")
        if count > 0 {
          svg.rectangle(
            x + 0.5, y + 0.5, side - 1, side - 1, class: "seq", opacity: 0.12 + 0.88 * share,
            remark: "\(name) answered as \(answers[column]): \(count) of \(total)")
        }
        let ink = share > 0.6 ? "inverse" : count == 0 ? "muted" : ""
        svg.label(
          total > 0 ? "\(count)" : "\u{2013}", x + side / 2, y + side / 2 + 4, .middle, class: ink)
      }
    }
    return svg.text
  }
}

/// Confidence against the share of right answers, and how many answers have which confidence.
struct ReliabilityChart {
  let bins: [ReliabilityBin]
  let summary: String

  private static let frame = (left: 44.0, top: 8.0, side: 300.0)

  /// The picture.
  var svg: String {
    let (left, top, side) = Self.frame
    let (counts, deep) = (top + side + 44, 44.0)
    var svg = SVG(height: counts + deep + 36, title: "Reliability diagram", summary: summary)
    Axes.square(&svg, left: left, top: top, side: side, below: "confidence", beside: "share right")
    svg.line(left, top + side, left + side, top, class: "reference")
    svg.label(
      "dashed: as sure as right", left + side - 8, top + side - 10, .end, class: "muted")
    let most = Double(max(1, bins.map(\.clips).max() ?? 1))
    var points: [(x: Double, y: Double)] = []
    for bin in bins {
      guard let confidence = bin.confidence, let accuracy = bin.accuracy else { continue }
      points.append((left + side * confidence, top + side * (1 - accuracy)))
    }
    svg.path(points, class: "curve")
    for bin in bins {
      let share = Double(bin.clips) / most
      let (x, width) = (left + side * bin.from, side * (bin.to - bin.from))
      svg.rectangle(
        x + 1, counts + deep * (1 - share), width - 2, deep * share, class: "rest",
        remark: "\(bin.clips) clips from \(bin.from) to \(bin.to)")
      if bin.clips > 0 {
        svg.label(
          "\(bin.clips)", x + width / 2, counts + deep + 12, .middle, class: "muted small")
      }
      guard let confidence = bin.confidence, let accuracy = bin.accuracy else { continue }
      svg.disc(
        left + side * confidence, top + side * (1 - accuracy), radius: 3 + 5 * share.squareRoot(),
        class: "a",
        remark: "\(bin.clips) clips: confidence \(NumberText.decimal(confidence)), right "
          + NumberText.decimal(accuracy))
    }
    svg.label("clips in each tenth", left + side / 2, counts + deep + 28, .middle, class: "muted")
    return svg.text
  }
}

/// How right the answers are that are left when the least sure are not given.
struct CoverageChart {
  /// Coverage and accuracy at every confidence that occurs, from all answers to the surest.
  let points: [(coverage: Double, accuracy: Double)]
  let summary: String

  /// The picture.
  var svg: String {
    let (left, top, side) = (44.0, 8.0, 300.0)
    var svg = SVG(height: top + side + 40, title: "Coverage and accuracy", summary: summary)
    Axes.square(
      &svg, left: left, top: top, side: side, below: "share answered", beside: "share right")
    svg.path(
      points.map { (left + side * $0.coverage, top + side * (1 - $0.accuracy)) }, class: "curve")
    if let all = points.first {
      svg.disc(
        left + side * all.coverage, top + side * (1 - all.accuracy), radius: 4.5, class: "a",
        remark: "all answered: \(NumberText.decimal(all.accuracy)) right")
    }
    return svg.text
  }

  /// The points of clips with a confidence and whether they are right.
  static func points(_ answers: [(confidence: Float, isRight: Bool)])
    -> [(coverage: Double, accuracy: Double)]
  {
    let sorted = answers.sorted { $0.confidence > $1.confidence }
    var points: [(coverage: Double, accuracy: Double)] = []
    var rights = 0
    for (index, answer) in sorted.enumerated() {
      rights += answer.isRight ? 1 : 0
      // Answers of the same confidence are given together.
      let isLast =
        index + 1 == sorted.count
        || sorted[index + 1].confidence != answer.confidence
      guard isLast else { continue }
      points.append(
        (Double(index + 1) / Double(sorted.count), Double(rights) / Double(index + 1)))
    }
    return points.reversed()
  }
}

/// Axes of pictures whose sides both go from 0 to 1.
private enum Axes {
  static func square(
    _ svg: inout SVG, left: Double, top: Double, side: Double, below: String, beside: String
  ) {
    for tick in 0...4 {
      let share = Double(tick) / 4
      let text = ["0", ".25", ".5", ".75", "1"][tick]
      let (x, y) = (left + side * share, top + side * (1 - share))
      svg.line(x, top, x, top + side, class: "grid")
      svg.line(left, y, left + side, y, class: "grid")
      svg.label(text, x, top + side + 14, .middle, class: "muted")
      svg.label(text, left - 6, y + 4, .end, class: "muted")
    }
    svg.label(below, left + side / 2, top + side + 30, .middle)
    svg.label(beside, 12, top + side / 2, .middle, turned: true)
  }
}
