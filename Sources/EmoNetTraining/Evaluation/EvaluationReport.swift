// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

public import EmoNet
package import Files

/// How a model does on a labelled list.
///
/// Figures are over the clips that were classified. A clip that failed counts as failed and appears in
/// `failed`; it is no error of the model and does not lower the accuracy. The figures' own properties are those of
/// the report too: `report.accuracy`.
///
/// Encodes to one JSON, described in `Features/schemas/report.json`.
@dynamicMemberLookup
public struct EvaluationReport: Sendable, Equatable {
  /// Version of the JSON.
  public static let currentFormat = "emonet-report/2"

  /// A clip that could not be classified.
  public struct Failure: Sendable, Equatable, Codable {
    /// Path as the list writes it.
    public let path: String
    /// Why, in one line.
    public let reason: String

    package init(path: String, reason: String) {
      self.path = path
      self.reason = reason
    }

    package var json: OrderedJSON {
      .object([("path", .string(path)), ("reason", .string(reason))])
    }
  }

  /// Rows of the list, those that failed among them.
  public let clips: Int
  /// Rows that could not be classified.
  public let failed: [Failure]
  /// How the model does on the clips that were classified.
  public let figures: EvaluationFigures
  /// Name of the model.
  public let model: String
  /// SHA-256 of its weight file.
  public let weightsChecksum: String
  /// What the model's face backbone computed in.
  public let precision: Precision
  /// Which emotions could be answered.
  package let answers: PredictionTable.AnswerRange
  /// The least confidence with which was answered, in [0, 1]; nil when every clip was.
  public let minimumConfidence: Double?
  /// By what the clips are split in `parts`; nil when they are not.
  public let by: EvaluationSplit?
  /// The figures of each part.
  public let parts: [EvaluationPart]
  /// The same clips with another model; nil where there was none to compare with.
  package let comparison: ModelComparison?

  /// The seven names, in the order of the confusion matrix.
  public var labels: [String] { Emotion.names }

  /// A figure of all classified clips.
  public subscript<Value>(dynamicMember figure: KeyPath<EvaluationFigures, Value>) -> Value {
    figures[keyPath: figure]
  }

  /// The report as an object whose keys stand in the documented order.
  package var json: OrderedJSON {
    .object(
      [
        ("format", .string(Self.currentFormat)),
        ("labels", .array(labels.map { .string($0) })),
        ("clips", .integer(clips)),
        ("failed", .array(failed.map(\.json))),
        ("model", .string(model)),
        ("weightsChecksum", .string(weightsChecksum)),
        ("precision", .string(precision.rawValue)),
        ("answers", .string(answers.rawValue)),
        ("minimumConfidence", .optional(minimumConfidence)),
      ] + figures.members + [
        ("by", by.map { .string($0.rawValue) } ?? .null),
        (
          "parts",
          .array(
            parts.map { part in
              .object(
                [("name", part.name.map { .string($0) } ?? .null)] + part.figures.members)
            })
        ),
        ("comparison", comparison?.json ?? .null),
      ])
  }
}

extension EvaluationFigures {
  /// The figures in the order of reports.
  var members: [(key: String, value: OrderedJSON)] {
    [
      ("classified", .integer(classified)),
      ("withoutFace", .integer(withoutFace)),
      ("withoutPicture", .integer(withoutPicture)),
      ("withoutSound", .integer(withoutSound)),
      ("speakers", .integer(speakers)),
      ("accuracy", .optional(accuracy)),
      ("uar", .optional(uar)),
      ("macroF1", .optional(macroF1)),
      ("intervals", intervals?.json ?? .null),
      ("intervalMethod", intervalMethod.map { .string($0.rawValue) } ?? .null),
      ("perClass", .object(Emotion.allCases.map { ($0.rawValue, perClass[$0].json) })),
      ("confusion", .array(confusion.map { .array($0.map { .integer($0) }) })),
      ("uncertain", .array(uncertain.map { .integer($0) })),
      ("answered", answered.json),
    ] + CalibrationFigures.members(calibration) + [
      ("reliability", .array(reliability.map(\.json))),
      ("coverage", .array(coverage.map(\.json))),
      ("branches", branches.json),
    ]
  }
}
