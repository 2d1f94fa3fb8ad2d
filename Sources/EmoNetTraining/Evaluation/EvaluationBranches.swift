// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

public import EmoNet
import Files

/// How well one branch of the model does over the clips for which it spoke.
public struct BranchFigures: Sendable, Equatable {
  /// Share of its clips whose emotion it found, in [0, 1]; nil when it never spoke.
  public let accuracy: Double?
  /// Its recall averaged over the emotions that occur in its clips, in [0, 1]; nil when it never spoke.
  public let uar: Double?
  /// For how many clips it spoke.
  public let clips: Int
  /// How far its scores are from shares of right answers; nil when it never spoke, and in reports of before
  /// there were such figures.
  public let calibration: CalibrationFigures?

  init(_ confusion: ConfusionMatrix, _ calibration: CalibrationFigures?) {
    accuracy = confusion.accuracy
    uar = confusion.unweightedAverageRecall
    clips = confusion.total
    self.calibration = calibration
  }

  var json: OrderedJSON {
    .object(
      [("accuracy", .optional(accuracy)), ("uar", .optional(uar)), ("clips", .integer(clips))]
        + CalibrationFigures.members(calibration))
  }
}

extension BranchFigures: Codable {
  private enum CodingKeys: String, CodingKey { case accuracy, uar, clips }

  /// Writes what reports hold.
  public func encode(to encoder: any Encoder) throws { try json.encode(to: encoder) }

  /// Reads what was written, also before there were figures of the calibration.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    accuracy = try container.decodeIfPresent(Double.self, forKey: .accuracy)
    uar = try container.decodeIfPresent(Double.self, forKey: .uar)
    clips = try container.decode(Int.self, forKey: .clips)
    calibration = try CalibrationFigures(in: decoder)
  }
}

/// The fused answer and what each branch says alone.
public struct EvaluationBranches: Sendable, Equatable {
  /// All branches together, over every clip that was classified.
  public let fused: BranchFigures
  /// Each branch alone.
  public let alone: PerBranch<BranchFigures>

  private static let fusedKey = "fused"

  init(fused: BranchFigures, alone: PerBranch<BranchFigures>) {
    self.fused = fused
    self.alone = alone
  }

  /// The branches from the last to the first: the order in which reports name them.
  var reported: [(branch: Branch, value: BranchFigures)] { alone.entries.reversed() }

  var json: OrderedJSON {
    .object(
      [(Self.fusedKey, fused.json)] + reported.map { ($0.branch.name, $0.value.json) })
  }
}

extension EvaluationBranches: Codable {
  /// Writes what reports hold.
  public func encode(to encoder: any Encoder) throws { try json.encode(to: encoder) }

  /// Reads an object of figures by name, `fused` among them.
  public init(from decoder: any Decoder) throws {
    var figures = try PerBranch<BranchFigures>(from: decoder)
    let fused = Branch(named: Self.fusedKey)
    guard let joint = figures[fused] else {
      throw DecodingError.dataCorrupted(
        .init(codingPath: decoder.codingPath, debugDescription: "no figures '\(Self.fusedKey)'"))
    }
    figures[fused] = nil
    self.init(fused: joint, alone: figures)
  }
}

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
