// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

import EmoNet
import Foundation

/// An evaluation report as text for people.
public enum EvaluationText {
  /// The report in lines of at most 100 columns, paths, names and reasons excepted; ends with a line end.
  public static func render(_ report: EvaluationReport) -> String {
    var lines = [
      "model    \(report.model)"
        + (report.precision == .f32 ? "" : " in \(report.precision.rawValue)"),
      "weights  \(report.weightsChecksum)",
      "clips    \(report.clips): \(report.classified) classified, \(report.failed.count) failed; "
        + "\(report.withoutFace) without a face, \(report.withoutPicture) of them without picture; "
        + "\(report.withoutSound) without sound",
    ]
    if report.answers == .corpus { lines.append("answers  among the emotions of each corpus") }
    lines += [""] + headline(report) + [""]
    lines += coverage(report)
    lines += branches(report) + [""]
    lines += classes(report) + [""] + confusion(report)
    lines += parts(report)
    if let comparison = report.comparison { lines += self.comparison(comparison, report.model) }
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
      pad(name, 28) + number(value) + "   " + range(interval)
    }
    let groups = groups(method, speakers: report.speakers, clips: report.classified)
    return [
      pad("", 28) + "value   95 % interval (bootstrap over \(groups))",
      line("accuracy", report.accuracy, intervals.accuracy),
      line("unweighted average recall", report.uar, intervals.uar),
      line("macro F1", report.macroF1, intervals.macroF1),
    ]
  }

  private static func groups(
    _ method: EvaluationFigures.IntervalMethod, speakers: Int, clips: Int
  ) -> String {
    method == .speakers ? "\(speakers) speakers" : "\(clips) clip" + (clips == 1 ? "" : "s")
  }

  /// What was answered, where not every clip was.
  private static func coverage(_ report: EvaluationReport) -> [String] {
    guard let least = report.minimumConfidence else { return [] }
    let answered = report.answered
    let head = [
      "answered with a confidence of at least \(least): \(answered.clips) of "
        + "\(report.classified) clips",
      "coverage \(number(answered.coverage)), accuracy of these \(number(answered.accuracy)), "
        + "unweighted average recall \(number(answered.uar));",
      "in all other figures a clip without an answer is one that was not found", "",
      "confidence from  clips  coverage  accuracy     UAR",
    ]
    return head
      + report.coverage.map { point in
        lead(String(format: "%.1f", point.minimumConfidence), 15) + lead("\(point.clips)", 7)
          + lead(number(point.coverage), 10) + lead(number(point.accuracy), 10)
          + lead(number(point.uar), 8)
      } + [""]
  }

  private static func branches(_ report: EvaluationReport) -> [String] {
    let rows =
      [(report.branches.alone.branches.nouns, report.branches.fused)]
      + report.branches.reported.map { ("\($0.branch.noun) alone", $0.value) }
    let width = rows.map { $0.0.count + 1 }.reduce(20, max)
    return [
      pad("answer from", width)
        + "clips  accuracy     UAR  calibration error   Brier  log-loss"
    ]
      + rows.map { name, figures in
        pad(name, width) + lead("\(figures.clips)", 5) + lead(number(figures.accuracy), 10)
          + lead(number(figures.uar), 8) + lead(number(figures.calibration?.expectedError), 19)
          + lead(number(figures.calibration?.brierScore), 8)
          + lead(number(figures.calibration?.logLoss), 10)
      }
  }

  private static func classes(_ report: EvaluationReport) -> [String] {
    [pad("emotion", 10) + "precision  recall      F1  clips"]
      + Emotion.allCases.map { emotion in
        let figures = report.perClass[emotion]
        return pad(emotion.rawValue, 10) + lead(number(figures.precision), 9)
          + lead(number(figures.recall), 8) + lead(number(figures.f1), 8)
          + lead("\(figures.support)", 7)
      }
  }

  private static func confusion(_ report: EvaluationReport) -> [String] {
    let hasUncertain = report.minimumConfidence != nil
    let columns = report.labels + (hasUncertain ? [PredictionRow.uncertain] : [])
    let rows = zip(report.confusion, report.uncertain).map { counts, uncertain in
      counts + (hasUncertain ? [uncertain] : [])
    }
    let width = (rows.joined().map { "\($0)".count } + columns.map(\.count)).reduce(0, max)
    let title = "true \\ given"
    let first = (report.labels.map(\.count) + [title.count]).reduce(0, max)
    return [pad(title, first) + columns.map { "  " + lead($0, width) }.joined()]
      + zip(report.labels, rows).map { label, row in
        pad(label, first) + row.map { "  " + lead("\($0)", width) }.joined()
      }
  }

  private static func parts(_ report: EvaluationReport) -> [String] {
    guard let split = report.by else { return [] }
    let names = report.parts.map { $0.name ?? "not said" }
    let width = (names + [split.rawValue]).map(\.count).reduce(10, max)
    return [
      "",
      pad(split.rawValue, width) + "  clips  accuracy     UAR    95 % interval  macro F1"
        + "  calibration error",
    ]
      + zip(names, report.parts.map(\.figures)).map { name, figures in
        pad(name, width) + lead("\(figures.classified)", 7) + lead(number(figures.accuracy), 10)
          + lead(number(figures.uar), 8) + lead(figures.intervals.map { range($0.uar) } ?? "-", 17)
          + lead(number(figures.macroF1), 10)
          + lead(number(figures.calibration?.expectedError), 19)
      }
  }

  private static func comparison(_ found: ModelComparison, _ model: String) -> [String] {
    func line(_ name: String, _ figure: ModelComparison.Figure) -> String {
      pad(name, 28) + lead(number(figure.this), 7) + lead(number(figure.other), 8)
        + lead(String(format: "%+.3f", figure.difference), 12) + "   " + range(figure.interval)
    }
    let groups = groups(found.intervalMethod, speakers: found.speakers, clips: found.clips)
    return [
      "", "compared with \(found.model) (weights \(found.weightsChecksum.prefix(12)))",
      "on the \(found.clips) clips that both classified; \(found.onlyThis) only here, "
        + "\(found.onlyOther) only there",
      pad("", 28) + "   this   other  difference   95 % interval (paired, over \(groups))",
      line("accuracy", found.accuracy), line("unweighted average recall", found.uar),
      line("macro F1", found.macroF1),
      "right: both \(found.bothRight), only this \(found.onlyThisRight), "
        + "only the other \(found.onlyOtherRight), neither \(found.neitherRight)",
      "McNemar's exact test: p = \(String(format: "%.4g", found.mcNemarP))",
    ]
  }

  private static func range(_ interval: ConfidenceInterval) -> String {
    "[\(number(interval.lower)), \(number(interval.upper))]"
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
