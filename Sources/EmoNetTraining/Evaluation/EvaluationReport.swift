// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

public import EmoNet
package import Files

/// How a model does on a labelled list.
///
/// Figures are over the clips that were classified. A clip that failed counts as failed and appears in
/// `failed`; it is no error of the model and does not lower the accuracy.
///
/// Encodes to one JSON, described in `Features/schemas/report.json`.
public struct EvaluationReport: Sendable, Equatable {
  /// Version of the JSON.
  public static let currentFormat = "emonet-report/1"

  /// A clip that could not be classified.
  public struct Failure: Sendable, Equatable, Codable {
    /// Path as the list writes it.
    public let path: String
    /// Why, in one line.
    public let reason: String
  }

  /// What was drawn again for the intervals.
  public enum IntervalMethod: String, Sendable, Codable {
    /// Speakers: every classified row names one, and there are at least two.
    case speakers = "bootstrap over speakers"
    /// Clips, since speakers are not known.
    case clips = "bootstrap over clips"
  }

  /// Version of the JSON.
  public private(set) var format = Self.currentFormat
  /// The seven names, in the order of the confusion matrix.
  public let labels: [String]
  /// Rows of the list, those that failed among them.
  public let clips: Int
  /// Rows that could not be classified.
  public let failed: [Failure]
  /// Classified clips in which no face was found, those without picture among them.
  public let withoutFace: Int
  /// Classified clips whose sound was not used.
  public let withoutSound: Int
  /// Share of the classified clips whose emotion was found, in [0, 1]; nil when none was classified.
  public let accuracy: Double?
  /// Recall averaged over the emotions that occur, in [0, 1]; nil when no clip was classified.
  public let uar: Double?
  /// F1 averaged over the emotions that occur, in [0, 1]; nil when no clip was classified.
  public let macroF1: Double?
  /// 95 % intervals of the three figures; nil when no clip was classified.
  public let intervals: EvaluationIntervals?
  /// Figures of each emotion; all 0 with support 0 for one that does not occur.
  public let perClass: PerEmotion<ClassFigures>
  /// Counts, `[7, 7]`: a row for each true emotion, a column for each predicted one.
  public let confusion: [[Int]]
  /// The fused answer beside the single branches.
  public let branches: EvaluationBranches
  /// Name of the model.
  public let model: String
  /// SHA-256 of its weight file.
  public let weightsChecksum: String
  /// Classified clips that have no picture at all; they are among `withoutFace` too.
  public let withoutPicture: Int
  /// What was drawn again for the intervals; nil when there are none.
  public let intervalMethod: IntervalMethod?
  /// Speakers among the classified clips.
  public let speakers: Int
  /// What the model's face backbone computed in.
  public let precision: Precision

  /// How many clips were classified.
  public var classified: Int { clips - failed.count }

  /// The report as an object whose keys stand in the documented order.
  package var json: OrderedJSON {
    .object([
      ("format", .string(format)),
      ("labels", .array(labels.map { .string($0) })),
      ("clips", .integer(clips)),
      (
        "failed",
        .array(
          failed.map { .object([("path", .string($0.path)), ("reason", .string($0.reason))]) })
      ),
      ("withoutFace", .integer(withoutFace)),
      ("withoutSound", .integer(withoutSound)),
      ("accuracy", .optional(accuracy)),
      ("uar", .optional(uar)),
      ("macroF1", .optional(macroF1)),
      ("intervals", intervals?.json ?? .null),
      ("perClass", .object(Emotion.allCases.map { ($0.rawValue, perClass[$0].json) })),
      ("confusion", .array(confusion.map { .array($0.map { .integer($0) }) })),
      ("branches", branches.json),
      ("model", .string(model)),
      ("weightsChecksum", .string(weightsChecksum)),
      ("withoutPicture", .integer(withoutPicture)),
      ("intervalMethod", intervalMethod.map { .string($0.rawValue) } ?? .null),
      ("speakers", .integer(speakers)),
      ("precision", .string(precision.rawValue)),
    ])
  }
}

extension EvaluationReport: Codable {
  private enum CodingKeys: String, CodingKey {
    case format, labels, clips, failed, withoutFace, withoutSound, accuracy, uar, macroF1
    case intervals, perClass, confusion, branches, model, weightsChecksum, withoutPicture
    case intervalMethod, speakers, precision
  }

  /// Writes what the program writes; an encoder may have its own order of keys.
  public func encode(to encoder: any Encoder) throws { try json.encode(to: encoder) }

  /// Reads what was written, of this version of the JSON or from before it had one.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    func value<T: Decodable>(_ key: CodingKeys) throws -> T {
      try container.decode(T.self, forKey: key)
    }
    func optional<T: Decodable>(_ key: CodingKeys) throws -> T? {
      try container.decodeIfPresent(T.self, forKey: key)
    }
    let format = try optional(.format) ?? Self.currentFormat
    guard format == Self.currentFormat else {
      throw DecodingError.dataCorruptedError(
        forKey: .format, in: container,
        debugDescription: "'\(format)' is not '\(Self.currentFormat)'")
    }
    self.init(
      labels: try value(.labels), clips: try value(.clips), failed: try value(.failed),
      withoutFace: try value(.withoutFace), withoutSound: try value(.withoutSound),
      accuracy: try optional(.accuracy), uar: try optional(.uar), macroF1: try optional(.macroF1),
      intervals: try optional(.intervals), perClass: try value(.perClass),
      confusion: try value(.confusion), branches: try value(.branches), model: try value(.model),
      weightsChecksum: try value(.weightsChecksum), withoutPicture: try value(.withoutPicture),
      intervalMethod: try optional(.intervalMethod), speakers: try value(.speakers),
      precision: try value(.precision))
  }
}

extension ClassFigures {
  var json: OrderedJSON {
    .object([
      ("precision", .double(precision)), ("recall", .double(recall)), ("f1", .double(f1)),
      ("support", .integer(support)),
    ])
  }
}
