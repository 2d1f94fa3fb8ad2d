// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

package import Files
import Foundation

/// Two models on the same clips: how far apart they are, and whether that may be chance.
package struct ModelComparison: Sendable, Equatable, Codable {
  /// One figure of both models.
  package struct Figure: Sendable, Equatable, Codable {
    /// Of the model that is evaluated, in [0, 1].
    package let this: Double
    /// Of the model that it is compared with, in [0, 1].
    package let other: Double
    /// The former less the latter, in [-1, 1].
    package let difference: Double
    /// 95 % interval of the difference, both models on the same drawn speakers or clips.
    package let interval: ConfidenceInterval

    var json: OrderedJSON {
      .object([
        ("this", .double(this)), ("other", .double(other)), ("difference", .double(difference)),
        ("interval", interval.json),
      ])
    }
  }

  /// Name of the other model.
  package let model: String
  /// SHA-256 of its weight file.
  package let weightsChecksum: String
  /// Clips that both models classified; all figures are over these.
  package let clips: Int
  /// Clips that the evaluated model alone classified.
  package let onlyThis: Int
  /// Clips that the other model alone classified.
  package let onlyOther: Int
  /// Share of clips whose emotion was found.
  package let accuracy: Figure
  /// Recall averaged over the emotions that occur.
  package let uar: Figure
  /// F1 averaged over the emotions that occur.
  package let macroF1: Figure
  /// What was drawn again for the intervals.
  package let intervalMethod: EvaluationFigures.IntervalMethod
  /// Speakers among the clips.
  package let speakers: Int
  /// Clips that both models answered rightly.
  package let bothRight: Int
  /// Clips that the evaluated model alone answered rightly.
  package let onlyThisRight: Int
  /// Clips that the other model alone answered rightly.
  package let onlyOtherRight: Int
  /// Clips that neither answered rightly.
  package let neitherRight: Int
  /// Probability of a difference as large as that of the two counts above, were the models equally good, in [0, 1];
  /// McNemar's exact test, both sides.
  package let mcNemarP: Double

  package var json: OrderedJSON {
    .object([
      ("model", .string(model)), ("weightsChecksum", .string(weightsChecksum)),
      ("clips", .integer(clips)), ("onlyThis", .integer(onlyThis)),
      ("onlyOther", .integer(onlyOther)), ("accuracy", accuracy.json), ("uar", uar.json),
      ("macroF1", macroF1.json), ("intervalMethod", .string(intervalMethod.rawValue)),
      ("speakers", .integer(speakers)), ("bothRight", .integer(bothRight)),
      ("onlyThisRight", .integer(onlyThisRight)), ("onlyOtherRight", .integer(onlyOtherRight)),
      ("neitherRight", .integer(neitherRight)), ("mcNemarP", .double(mcNemarP)),
    ])
  }
}

extension ModelComparison {
  /// Compares a table of answers with another one of the file `path`, clip by clip, by the clips' paths.
  ///
  /// Speakers are those that the first table names. Throws `FileError` when the tables have no clip in common, name
  /// one more than once, or disagree on an emotion.
  package init(
    _ this: PredictionTable, with other: PredictionTable, path: String, seed: UInt64 = 0
  ) throws(FileError) {
    func failure(_ reason: String) -> FileError {
      FileError(.malformed, path: path, reason: reason)
    }
    var found: [String: PredictionRow] = [:]
    for row in other.rows where found.updateValue(row, forKey: row.path) != nil {
      throw failure("has the clip '\(row.path)' more than once")
    }
    var pairs: [(this: PredictionRow, other: PredictionRow)] = []
    var seen: Set<String> = []
    for row in this.rows {
      guard seen.insert(row.path).inserted else {
        throw failure(
          "cannot be compared: the list has the clip '\(row.path)' more than once")
      }
      guard let match = found[row.path] else { continue }
      guard match.truth == row.truth else {
        throw failure("clip '\(row.path)' is \(match.truth) here and \(row.truth) in the list")
      }
      pairs.append((row, match))
    }
    guard !pairs.isEmpty else {
      throw failure(
        "none of its \(other.rows.count) clips is among the \(this.rows.count) that were classified"
      )
    }
    self.init(pairs, this, other, seed: seed)
  }

  private init(
    _ pairs: [(this: PredictionRow, other: PredictionRow)], _ this: PredictionTable,
    _ other: PredictionTable, seed: UInt64
  ) {
    let others = Dictionary(uniqueKeysWithValues: pairs.map { ($0.other.path, $0.other) })
    let groups = SpeakerGroups(pairs.map(\.this))
    let matrices = groups.rows.map { rows in
      (
        this: ConfusionMatrix(rows) { $0.answer },
        other: ConfusionMatrix(rows) { others[$0.path]?.answer }
      )
    }
    var drawn: [[Double]] = [[], [], []]
    Bootstrap.draw(matrices.count, seed: seed) { indices in
      var (this, other) = (ConfusionMatrix(), ConfusionMatrix())
      for index in indices {
        this.add(matrices[index].this)
        other.add(matrices[index].other)
      }
      for (place, figure) in Self.figures.enumerated() {
        drawn[place].append(
          (this[keyPath: figure] ?? 0) - (other[keyPath: figure] ?? 0))
      }
    }
    let whole = (
      this: ConfusionMatrix(pairs.map(\.this)) { $0.answer },
      other: ConfusionMatrix(pairs.map(\.other)) { $0.answer }
    )
    let figures = Self.figures.enumerated().map { place, figure in
      let values = (whole.this[keyPath: figure] ?? 0, whole.other[keyPath: figure] ?? 0)
      return Figure(
        this: values.0, other: values.1, difference: values.0 - values.1,
        interval: Bootstrap.interval(drawn[place]))
    }
    let rights = pairs.map { ($0.this.isRight, $0.other.isRight) }
    let (onlyThis, onlyOther) = (rights.count { $0 && !$1 }, rights.count { !$0 && $1 })
    self.init(
      model: other.model, weightsChecksum: other.weightsChecksum, clips: pairs.count,
      onlyThis: this.rows.count - pairs.count, onlyOther: other.rows.count - pairs.count,
      accuracy: figures[0], uar: figures[1], macroF1: figures[2], intervalMethod: groups.method,
      speakers: Set(pairs.compactMap(\.this.speaker)).count,
      bothRight: rights.count { $0 && $1 }, onlyThisRight: onlyThis, onlyOtherRight: onlyOther,
      neitherRight: rights.count { !$0 && !$1 },
      mcNemarP: Self.mcNemarP(onlyThis, onlyOther))
  }

  private static var figures: [KeyPath<ConfusionMatrix, Double?>] {
    [\.accuracy, \.unweightedAverageRecall, \.macroF1]
  }

  /// McNemar's exact test, both sides: twice the smaller tail of the binomial distribution of one half.
  ///
  /// McNemar 1947. P = min(1, 2 sum of C(n, k) / 2^n over k from 0 to the smaller count), n the sum of both.
  package static func mcNemarP(_ left: Int, _ right: Int) -> Double {
    let (count, smaller) = (left + right, min(left, right))
    // The largest term by logarithms, since 2^n leaves the range of numbers; the others by their ratio to it.
    var term = 1.0
    var sum = 0.0
    for k in stride(from: smaller, through: 0, by: -1) {
      sum += term
      term *= Double(k) / Double(count - k + 1)
    }
    let logBinomial = (0..<smaller).reduce(0.0) { sum, index in
      sum + log(Double(count - index)) - log(Double(index + 1))
    }
    return min(1, 2 * sum * exp(logBinomial - Double(count) * log(2)))
  }
}
