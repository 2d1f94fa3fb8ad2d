// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

import EmoNet
import Foundation

/// An evaluation report as text for people.
public enum EvaluationText {
  /// The report in lines of at most 100 columns, paths and reasons excepted; ends with a line end.
  public static func render(_ report: EvaluationReport) -> String {
    var lines = [
      "model    \(report.model)"
        + (report.precision == .f32 ? "" : " in \(report.precision.rawValue)"),
      "weights  \(report.weightsChecksum)",
      "clips    \(report.clips): \(report.classified) classified, \(report.failed.count) failed; "
        + "\(report.withoutFace) without a face, \(report.withoutPicture) of them without picture; "
        + "\(report.withoutSound) without sound",
      "",
    ]
    lines += headline(report) + [""] + branches(report) + [""]
    lines += classes(report) + [""] + confusion(report)
    if !report.failed.isEmpty {
      lines += ["", "failed (not counted in the figures above)"]
      lines += report.failed.map { "  \($0.path): \($0.reason)" }
    }
    return lines.joined(separator: "\n") + "\n"
  }

  private static func headline(_ report: EvaluationReport) -> [String] {
    guard let intervals = report.intervals, let method = report.intervalMethod else {
      return ["no clip was classified, so there are no figures"]
    }
    func line(_ name: String, _ value: Double?, _ interval: ConfidenceInterval) -> String {
      pad(name, 28) + number(value) + "   [\(number(interval.lower)), \(number(interval.upper))]"
    }
    let groups =
      method == .speakers
      ? "\(report.speakers) speakers"
      : "\(report.classified) clip"
        + (report.classified == 1 ? "" : "s")
    return [
      pad("", 28) + "value   95 % interval (bootstrap over \(groups))",
      line("accuracy", report.accuracy, intervals.accuracy),
      line("unweighted average recall", report.uar, intervals.uar),
      line("macro F1", report.macroF1, intervals.macroF1),
    ]
  }

  private static func branches(_ report: EvaluationReport) -> [String] {
    let rows =
      [(report.branches.alone.branches.nouns, report.branches.fused)]
      + report.branches.reported.map { ("\($0.branch.noun) alone", $0.value) }
    let width = rows.map { $0.0.count + 1 }.reduce(20, max)
    return [pad("answer from", width) + "clips  accuracy     UAR"]
      + rows.map { name, figures in
        pad(name, width) + lead("\(figures.clips)", 5) + lead(number(figures.accuracy), 10)
          + lead(number(figures.uar), 8)
      }
  }

  private static func classes(_ report: EvaluationReport) -> [String] {
    [pad("emotion", 10) + "precision  recall      F1  clips"]
      + Emotion.allCases.map { emotion in
        let figures = report.perClass[emotion]
        let predicted = report.confusion.reduce(0) { $0 + $1[emotion.index] }
        let occurs = figures.support > 0
        return pad(emotion.rawValue, 10)
          + lead(number(predicted > 0 ? figures.precision : nil), 9)
          + lead(number(occurs ? figures.recall : nil), 8)
          + lead(number(occurs ? figures.f1 : nil), 8) + lead("\(figures.support)", 7)
      }
  }

  private static func confusion(_ report: EvaluationReport) -> [String] {
    let width = (report.confusion.joined().map { "\($0)".count } + report.labels.map(\.count))
      .reduce(0, max)
    let title = "true \\ given"
    let first = (report.labels.map(\.count) + [title.count]).reduce(0, max)
    return [pad(title, first) + report.labels.map { "  " + lead($0, width) }.joined()]
      + zip(report.labels, report.confusion).map { label, row in
        pad(label, first) + row.map { "  " + lead("\($0)", width) }.joined()
      }
  }

  private static func number(_ value: Double?) -> String {
    value.map { String(format: "%.3f", $0) } ?? "-"
  }

  /// Text with spaces after it up to a width.
  private static func pad(_ text: String, _ width: Int) -> String {
    text + String(repeating: " ", count: max(0, width - text.count))
  }

  /// Text with spaces before it up to a width.
  private static func lead(_ text: String, _ width: Int) -> String {
    String(repeating: " ", count: max(0, width - text.count)) + text
  }
}
