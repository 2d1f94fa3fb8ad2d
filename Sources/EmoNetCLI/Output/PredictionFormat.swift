// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

import EmoNet
import Files
import Foundation
import Tables

/// How `emonet classify` writes what it found.
enum PredictionFormat: String, CaseIterable, Sendable {
  case text, json, csv

  /// What stands before the first clip.
  func header(top: Int?, branches: [Branch]) -> String {
    self == .csv ? PredictionCSV.header(top: top, branches: branches) : ""
  }

  /// One clip's result, with its line end; with `top`, the best so many emotions.
  ///
  /// - Parameter least: below this confidence the answer is `uncertain`; nil for an answer always.
  func result(_ prediction: Prediction, top: Int?, least: Double? = nil) throws -> String {
    let isUncertain = least.map { Double(prediction.confidence) < $0 } ?? false
    switch self {
    case .text: return PredictionText.block(prediction, top: top, below: isUncertain ? least : nil)
    case .csv: return PredictionCSV.row(prediction, top: top, isUncertain: isUncertain)
    case .json:
      guard case .object(var members) = prediction.json else {
        preconditionFailure("a prediction is an object")
      }
      if isUncertain, let label = members.firstIndex(where: { $0.key == "label" }) {
        members[label].value = .string(Prediction.uncertain)
      }
      if let least { members.append(("minimumConfidence", .double(least))) }
      if let top {
        let best = prediction.scores.top(top).map { OrderedJSON.string($0.emotion.rawValue) }
        members.append(("top", .array(best)))
      }
      return try OrderedJSON.object(members).text() + "\n"
    }
  }
}

/// A prediction as a block of text for people.
enum PredictionText {
  private static let barWidth = 40
  private static let numberWidth = 5

  /// The label, a bar for each emotion with the scores of each branch alone beside the fused
  /// ones, what a long clip shows when, what the answer rests on, and warnings; with `top`, only the best so
  /// many emotions, best first.
  ///
  /// - Parameter least: the confidence that the answer does not reach; nil for one that is given.
  static func block(_ prediction: Prediction, top: Int?, below least: Double? = nil) -> String {
    let branches = prediction.modalities.entries
    let answer = "\(prediction.label) \(number(prediction.confidence))"
    var lines = [
      "\(prediction.path): "
        + (least.map { "\(Prediction.uncertain); \(answer) is below \($0)" } ?? answer),
      "              fused" + branches.map { "  " + lead($0.branch.noun, numberWidth) }.joined(),
    ]
    let emotions = top.map { prediction.scores.top($0).map(\.emotion) } ?? Emotion.allCases
    for emotion in emotions {
      let score = prediction.scores[emotion]
      let bar = String(repeating: "#", count: Int((score * Float(barWidth)).rounded()))
      var line = "  " + emotion.rawValue.padding(toLength: 10, withPad: " ", startingAt: 0)
      line += "  \(number(score))"
      for (branch, alone) in branches {
        line += "  " + lead(number(alone.scores?[emotion]), branch.noun.count)
      }
      lines.append(bar.isEmpty ? line : "\(line)  \(bar)")
    }
    lines += timeline(prediction.windows)
    lines.append("  \(basis(prediction))")
    lines += prediction.warnings.map { "  warning: \($0)" }
    return lines.joined(separator: "\n") + "\n\n"
  }

  /// A line for each stretch of windows with the same label, with the label's mean score.
  private static func timeline(_ windows: [PredictionWindow]) -> [String] {
    var stretches: [[PredictionWindow]] = []
    for window in windows {
      if let last = stretches.last?.last, last.label == window.label, last.end == window.start {
        stretches[stretches.count - 1].append(window)
      } else {
        stretches.append([window])
      }
    }
    return stretches.map { stretch in
      let span = [stretch[0].start, stretch[stretch.count - 1].end].map(ProgressReport.clock)
      let mean = stretch.reduce(0) { $0 + $1.confidence } / Float(stretch.count)
      let label = stretch[0].label.rawValue.padding(toLength: 10, withPad: " ", startingAt: 0)
      return "  \(label)  \(number(mean))    \(span[0]) to \(span[1])"
    }
  }

  private static func basis(_ prediction: Prediction) -> String {
    let used = prediction.modalities.entries.filter(\.value.used).map(\.branch)
    let judged =
      switch used.count {
      case 0:
        "judged by neither "
          + prediction.modalities.branches.map(\.noun).joined(separator: " nor ")
      case 1: "judged by the \(used[0].noun) alone"
      default: "judged by \(used.nouns)"
      }
    var parts = [judged, String(format: "%.2f s", prediction.duration)]
    let frames = prediction.frames
    if frames.canonical > 0 {
      parts.append("face in \(frames.withFace) of \(frames.canonical) frames")
    }
    let precision = prediction.precision == .f32 ? "" : " in \(prediction.precision.rawValue)"
    parts.append("model \(prediction.model)\(precision)")
    return parts.joined(separator: "; ")
  }

  private static func number(_ score: Float?) -> String {
    score.map { String(format: "%.3f", $0) } ?? "    -"
  }

  /// Text with spaces before it up to a width.
  private static func lead(_ text: String, _ width: Int) -> String {
    String(repeating: " ", count: max(0, width - text.count)) + text
  }
}

/// A prediction as a row of comma-separated values; what is not there is empty.
enum PredictionCSV {
  /// The names of the columns.
  static func header(top: Int?, branches: [Branch]) -> String {
    var names = ["path", "label", "confidence"] + Emotion.names
    for branch in branches {
      names.append("\(branch.name)_used")
      names += Emotion.names.map { "\(branch.name)_\($0)" }
    }
    names += ["frames_decoded", "frames_canonical", "frames_with_face", "duration", "model"]
    names.append("warnings")
    return CSVWriter.line(top == nil ? names : names + ["top"])
  }

  /// One clip's row; warnings are joined by semicolons, the best emotions by spaces, flags are 0 or 1.
  static func row(_ prediction: Prediction, top: Int?, isUncertain: Bool = false) -> String {
    let label = isUncertain ? Prediction.uncertain : prediction.label.rawValue
    var fields = [prediction.path, label, prediction.confidence.description]
    fields += prediction.scores.values.map(\.description)
    for branch in prediction.modalities.values {
      fields.append(branch.used ? "1" : "0")
      fields += Emotion.allCases.map { branch.scores?[$0].description ?? "" }
    }
    fields += [
      prediction.frames.decoded.description, prediction.frames.canonical.description,
      prediction.frames.withFace.description, prediction.duration.description, prediction.model,
      prediction.warnings.joined(separator: "; "),
    ]
    if let top {
      fields.append(prediction.scores.top(top).map(\.emotion.rawValue).joined(separator: " "))
    }
    return CSVWriter.line(fields)
  }
}
