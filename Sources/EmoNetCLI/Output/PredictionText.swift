// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

internal import EmoNet
internal import Foundation

/// A prediction as a block of text for people.
enum PredictionText {
  private static let barWidth = 40

  /// The label, a bar for each emotion with the scores of picture and sound alone beside the fused
  /// ones, what a long clip shows when, what the answer rests on, and warnings; with `top`, only the best so
  /// many emotions, best first.
  static func block(_ prediction: Prediction, top: Int?) -> String {
    var lines = [
      "\(prediction.path): \(prediction.label) \(number(prediction.confidence))",
      "              fused  picture  sound",
    ]
    let emotions = top.map { prediction.scores.top($0).map(\.emotion) } ?? Emotion.allCases
    for emotion in emotions {
      let score = prediction.scores[emotion]
      let bar = String(repeating: "#", count: Int((score * Float(barWidth)).rounded()))
      var line = "  " + emotion.rawValue.padding(toLength: 10, withPad: " ", startingAt: 0)
      line += "  \(number(score))"
      line += "    \(number(prediction.modalities.video.scores?[emotion]))"
      line += "  \(number(prediction.modalities.audio.scores?[emotion]))"
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
    let judged =
      switch (prediction.modalities.video.used, prediction.modalities.audio.used) {
      case (true, true): "judged by picture and sound"
      case (true, false): "judged by the picture alone"
      case (false, true): "judged by the sound alone"
      case (false, false): "judged by neither picture nor sound"
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
}
