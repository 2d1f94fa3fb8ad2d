// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

internal import EmoNet

/// A prediction as a row of comma-separated values; what is not there is empty.
enum PredictionCSV {
  /// The names of the columns.
  static func header(top: Int?) -> String {
    var names = ["path", "label", "confidence"] + Emotion.names
    for branch in ["video", "audio"] {
      names.append("\(branch)_used")
      names += Emotion.names.map { "\(branch)_\($0)" }
    }
    names += ["frames_decoded", "frames_canonical", "frames_with_face", "duration", "model"]
    names.append("warnings")
    return CSVWriter.line(top == nil ? names : names + ["top"])
  }

  /// One clip's row; warnings are joined by semicolons, the best emotions by spaces, flags are 0 or 1.
  static func row(_ prediction: Prediction, top: Int?) -> String {
    var fields = [prediction.path, prediction.label.rawValue, prediction.confidence.description]
    fields += prediction.scores.values.map(\.description)
    for branch in [prediction.modalities.video, prediction.modalities.audio] {
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
