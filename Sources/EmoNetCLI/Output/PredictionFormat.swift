// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

internal import EmoNet

/// How `emonet classify` writes what it found.
enum PredictionFormat: String, CaseIterable, Sendable {
  case text, json, csv

  /// What stands before the first clip.
  func header(top: Int?) -> String { self == .csv ? PredictionCSV.header(top: top) : "" }

  /// One clip's result, with its line end; with `top`, the best so many emotions.
  func result(_ prediction: Prediction, top: Int?) throws -> String {
    switch self {
    case .text: return PredictionText.block(prediction, top: top)
    case .csv: return PredictionCSV.row(prediction, top: top)
    case .json:
      guard let top, case .object(let members) = prediction.json else {
        return try prediction.json.text() + "\n"
      }
      let best = prediction.scores.top(top).map { OrderedJSON.string($0.emotion.rawValue) }
      return try OrderedJSON.object(members + [("top", .array(best))]).text() + "\n"
    }
  }
}
