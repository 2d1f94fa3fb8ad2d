// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

internal import EmoNet
internal import Foundation

/// The figures of a cross-validation for people: a row a figure, its mean and deviation first.
enum FoldTable {
  /// One line for each figure: mean, sample deviation, then the folds in order.
  static func text(_ folds: [[TrainingEvent.Metric]]) -> String {
    var names: [String] = []
    for metric in folds.joined() where !names.contains(metric.name) { names.append(metric.name) }
    let width = names.map(\.count).max() ?? 0
    return names.map { name in
      let values = folds.compactMap { fold in fold.first { $0.name == name }?.value }
      let count = Double(values.count)
      let mean = values.reduce(0, +) / count
      let squares = values.map { ($0 - mean) * ($0 - mean) }.reduce(0, +)
      let deviation = values.count > 1 ? (squares / (count - 1)).squareRoot() : 0
      return name.padding(toLength: width, withPad: " ", startingAt: 0)
        + String(format: "  %.3f +- %.3f  (", mean, deviation)
        + values.map { String(format: "%.3f", $0) }.joined(separator: ", ") + ")\n"
    }.joined()
  }
}
