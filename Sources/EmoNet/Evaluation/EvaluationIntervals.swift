// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

/// The range in which a figure lies with 95 % confidence; encodes as an array of two numbers.
public struct ConfidenceInterval: Sendable, Equatable, Codable {
  /// Lower end.
  public let lower: Double
  /// Upper end.
  public let upper: Double

  /// A range from its ends.
  public init(lower: Double, upper: Double) {
    self.lower = lower
    self.upper = upper
  }

  /// Reads `[lower, upper]`.
  public init(from decoder: any Decoder) throws {
    var container = try decoder.unkeyedContainer()
    lower = try container.decode(Double.self)
    upper = try container.decode(Double.self)
  }

  /// Writes `[lower, upper]`.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.unkeyedContainer()
    try container.encode(lower)
    try container.encode(upper)
  }

  var json: OrderedJSON { .array([.double(lower), .double(upper)]) }
}

/// The 95 % intervals of the three headline figures.
public struct EvaluationIntervals: Sendable, Equatable, Codable {
  /// Of the accuracy.
  public let accuracy: ConfidenceInterval
  /// Of the unweighted average recall.
  public let uar: ConfidenceInterval
  /// Of the macro F1.
  public let macroF1: ConfidenceInterval

  var json: OrderedJSON {
    .object([("accuracy", accuracy.json), ("uar", uar.json), ("macroF1", macroF1.json)])
  }
}
