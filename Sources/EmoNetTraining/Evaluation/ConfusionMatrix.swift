// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

public import EmoNet
import Files

/// How often each emotion was taken for each other one, and how often nothing was answered.
public struct ConfusionMatrix: Sendable, Equatable {
  /// Counts, `[7, 7]`, row-major: a row for each true emotion, a column for each predicted one.
  private(set) var counts = [Int](repeating: 0, count: Emotion.count * Emotion.count)
  /// Clips of each true emotion that were not answered, `[7]`.
  private var unanswered = [Int](repeating: 0, count: Emotion.count)

  /// An empty matrix.
  public init() {}

  /// A matrix from seven rows of seven counts, and the clips of each emotion without an answer.
  init(rows: [[Int]], uncertain: [Int]) {
    precondition(
      rows.count == Emotion.count && rows.allSatisfy { $0.count == Emotion.count }
        && uncertain.count == Emotion.count, "\(rows) and \(uncertain) are not of seven emotions")
    counts = rows.flatMap { $0 }
    unanswered = uncertain
  }

  /// How many clips of one true emotion were given one predicted emotion.
  public subscript(truth truth: Emotion, predicted predicted: Emotion) -> Int {
    counts[truth.index * Emotion.count + predicted.index]
  }

  /// How many clips of one true emotion were not answered.
  public func uncertain(_ truth: Emotion) -> Int { unanswered[truth.index] }

  /// Counts one clip; without a predicted emotion, as one that was not answered.
  public mutating func add(truth: Emotion, predicted: Emotion?) {
    if let predicted {
      counts[truth.index * Emotion.count + predicted.index] += 1
    } else {
      unanswered[truth.index] += 1
    }
  }

  /// Adds another matrix's counts.
  public mutating func add(_ other: ConfusionMatrix) {
    for index in counts.indices { counts[index] += other.counts[index] }
    for index in unanswered.indices { unanswered[index] += other.unanswered[index] }
  }

  /// The counts as seven rows, without the clips that were not answered.
  public var rows: [[Int]] {
    Emotion.allCases.map { truth in
      Emotion.allCases.map { self[truth: truth, predicted: $0] }
    }
  }

  /// The same without the clips that were not answered.
  public var answered: ConfusionMatrix {
    ConfusionMatrix(rows: rows, uncertain: [Int](repeating: 0, count: Emotion.count))
  }

  /// How many clips were counted, those without an answer among them.
  public var total: Int { counts.reduce(0, +) + unanswered.reduce(0, +) }

  /// Share of clips whose emotion was found, in [0, 1]; nil without clips.
  public var accuracy: Double? {
    let total = total
    guard total > 0 else { return nil }
    return Double(Emotion.allCases.reduce(0) { $0 + self[truth: $1, predicted: $1] })
      / Double(total)
  }

  /// Unweighted average recall over the emotions that occur as truth, in [0, 1]; nil without clips.
  public var unweightedAverageRecall: Double? { average(\.recall) }

  /// F1 averaged over the emotions that occur as truth, in [0, 1]; nil without clips.
  public var macroF1: Double? { average(\.f1) }

  /// Precision, recall, F1 and support of one emotion; a clip without an answer is not found.
  public func figures(_ emotion: Emotion) -> ClassFigures {
    let hits = self[truth: emotion, predicted: emotion]
    var (support, predicted) = (uncertain(emotion), 0)
    for other in Emotion.allCases {
      support += self[truth: emotion, predicted: other]
      predicted += self[truth: other, predicted: emotion]
    }
    return ClassFigures(hits: hits, predicted: predicted, support: support)
  }

  private func average(_ figure: KeyPath<ClassFigures, Double?>) -> Double? {
    let values = Emotion.allCases.compactMap { figures($0)[keyPath: figure] }
    guard !values.isEmpty else { return nil }
    return values.reduce(0, +) / Double(values.count)
  }
}

/// How well one emotion is found; an emotion that does not occur has no figures.
public struct ClassFigures: Sendable, Equatable {
  /// Share of the clips given this emotion that have it, in [0, 1]; nil when it was never given.
  public let precision: Double?
  /// Share of the clips with this emotion that were given it, in [0, 1].
  public let recall: Double?
  /// Harmonic mean of precision and recall, in [0, 1].
  public let f1: Double?
  /// How many clips have this emotion.
  public let support: Int

  init(hits: Int, predicted: Int, support: Int) {
    let occurs = support > 0
    precision = occurs && predicted > 0 ? Double(hits) / Double(predicted) : nil
    recall = occurs ? Double(hits) / Double(support) : nil
    f1 = occurs ? Double(2 * hits) / Double(predicted + support) : nil
    self.support = support
  }

  var json: OrderedJSON {
    .object([
      ("precision", .optional(precision)), ("recall", .optional(recall)), ("f1", .optional(f1)),
      ("support", .integer(support)),
    ])
  }
}

extension ClassFigures: Codable {
  private enum CodingKeys: String, CodingKey { case precision, recall, f1, support }

  /// Writes what reports hold.
  public func encode(to encoder: any Encoder) throws { try json.encode(to: encoder) }
}
