// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

public import EmoNet

/// How often each emotion was taken for each other one.
public struct ConfusionMatrix: Sendable, Equatable {
  /// Counts, `[7, 7]`, row-major: a row for each true emotion, a column for each predicted one.
  private(set) var counts = [Int](repeating: 0, count: Emotion.count * Emotion.count)

  /// An empty matrix.
  public init() {}

  /// How many clips of one true emotion were given one predicted emotion.
  public subscript(truth truth: Emotion, predicted predicted: Emotion) -> Int {
    counts[truth.index * Emotion.count + predicted.index]
  }

  /// Counts one clip.
  public mutating func add(truth: Emotion, predicted: Emotion) {
    counts[truth.index * Emotion.count + predicted.index] += 1
  }

  /// Adds another matrix's counts.
  public mutating func add(_ other: ConfusionMatrix) {
    for index in counts.indices { counts[index] += other.counts[index] }
  }

  /// The counts as seven rows.
  public var rows: [[Int]] {
    Emotion.allCases.map { truth in
      Emotion.allCases.map { self[truth: truth, predicted: $0] }
    }
  }

  /// How many clips were counted.
  public var total: Int { counts.reduce(0, +) }

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

  /// Precision, recall, F1 and support of one emotion.
  public func figures(_ emotion: Emotion) -> ClassFigures {
    let hits = self[truth: emotion, predicted: emotion]
    var (support, predicted) = (0, 0)
    for other in Emotion.allCases {
      support += self[truth: emotion, predicted: other]
      predicted += self[truth: other, predicted: emotion]
    }
    return ClassFigures(hits: hits, predicted: predicted, support: support)
  }

  private func average(_ figure: KeyPath<ClassFigures, Double>) -> Double? {
    let occurring = Emotion.allCases.map { figures($0) }.filter { $0.support > 0 }
    guard !occurring.isEmpty else { return nil }
    return occurring.reduce(0) { $0 + $1[keyPath: figure] } / Double(occurring.count)
  }
}

/// How well one emotion is found.
public struct ClassFigures: Sendable, Equatable, Codable {
  /// Share of the clips given this emotion that have it, in [0, 1]; 0 when it was never given.
  public let precision: Double
  /// Share of the clips with this emotion that were given it, in [0, 1]; 0 when none has it.
  public let recall: Double
  /// Harmonic mean of precision and recall, in [0, 1].
  public let f1: Double
  /// How many clips have this emotion.
  public let support: Int

  init(hits: Int, predicted: Int, support: Int) {
    precision = predicted > 0 ? Double(hits) / Double(predicted) : 0
    recall = support > 0 ? Double(hits) / Double(support) : 0
    f1 = predicted + support > 0 ? Double(2 * hits) / Double(predicted + support) : 0
    self.support = support
  }
}
