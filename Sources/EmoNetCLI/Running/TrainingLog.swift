// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

import EmoNetTraining
import Files
import Foundation

/// Keeps a log file of a training, a line an epoch, and shows the progress on the terminal.
final class TrainingLog {
  private let path: String
  private let descriptor: Int32
  private var failure: Failure?
  private var lastShown = ContinuousClock.now

  /// Opens the log at `path`, after what stands there already: a run may go on from an earlier one.
  init(path: String) throws(Failure) {
    self.path = path
    descriptor = open(path, O_WRONLY | O_CREAT | O_CLOEXEC | O_APPEND, 0o666)
    if descriptor < 0 { throw .unwritable(path, code: errno) }
  }

  deinit { if descriptor >= 0 { close(descriptor) } }

  /// Takes note of an event; a log that cannot be written does not end the training.
  func record(_ event: TrainingEvent) {
    if event.isEpochEnd || event.message != nil {
      let line = Self.line(event)
      let code = FilePieces.write(Array("\(line)\n".utf8), to: descriptor)
      if code != 0 { failure = failure ?? .unwritable(path, code: code) }
      Terminal.shared.printDiagnostic("\(line)\n")
    } else if ContinuousClock.now - lastShown > .milliseconds(100) {
      lastShown = .now
      Terminal.shared.showProgress(Self.progress(event))
    }
  }

  /// Throws when part of the log could not be written.
  func check() throws(Failure) {
    if let failure { throw failure }
  }

  /// What stands in the log: stage, epoch and figures, or the remark.
  static func line(_ event: TrainingEvent) -> String {
    var parts = [event.stage]
    if event.epochs > 0 { parts.append("epoch \(event.epoch)/\(event.epochs)") }
    parts += event.metrics.map { "\($0.name) " + String(format: "%.4f", $0.value) }
    if let message = event.message { parts.append(message) }
    return parts.joined(separator: "  ")
  }

  private static func progress(_ event: TrainingEvent) -> String {
    var parts = [event.stage]
    if event.epochs > 0 { parts.append("epoch \(event.epoch)/\(event.epochs)") }
    if event.steps > 0 { parts.append("\(event.step)/\(event.steps)") }
    if let seconds = event.secondsRemaining {
      parts.append("\(ProgressReport.clock(seconds: seconds)) left")
    }
    return parts.joined(separator: ", ")
  }
}

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
