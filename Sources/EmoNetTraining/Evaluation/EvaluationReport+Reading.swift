// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

import EmoNet
import Files

extension EvaluationReport: Codable {
  /// Of before there were figures of calibration and parts; its figures of emotions that do not occur are 0.
  private static let firstFormat = "emonet-report/1"

  private enum Key: String, CodingKey {
    case format, clips, failed, model, weightsChecksum, precision, answers, minimumConfidence, by
    case parts, comparison
  }

  /// Writes what the program writes; an encoder may have its own order of keys.
  public func encode(to encoder: any Encoder) throws { try json.encode(to: encoder) }

  /// Reads what was written, of this version of the JSON, the first, or from before it had one.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: Key.self)
    func value<T: Decodable>(_ key: Key) throws -> T {
      try container.decode(T.self, forKey: key)
    }
    func optional<T: Decodable>(_ key: Key) throws -> T? {
      try container.decodeIfPresent(T.self, forKey: key)
    }
    let format = try optional(.format) ?? Self.firstFormat
    guard [Self.currentFormat, Self.firstFormat].contains(format) else {
      throw DecodingError.dataCorruptedError(
        forKey: .format, in: container,
        debugDescription: "'\(format)' is not '\(Self.currentFormat)'")
    }
    let (clips, failed): (Int, [Failure]) = (try value(.clips), try value(.failed))
    self.init(
      clips: clips, failed: failed,
      figures: try EvaluationFigures(in: decoder, classified: clips - failed.count),
      model: try value(.model), weightsChecksum: try value(.weightsChecksum),
      precision: try optional(.precision) ?? .f32, answers: try optional(.answers) ?? .all,
      minimumConfidence: try optional(.minimumConfidence), by: try optional(.by),
      parts: try optional(.parts) ?? [], comparison: try optional(.comparison))
  }
}

extension PredictionTable.AnswerRange: Codable {}

extension EvaluationPart: Decodable {
  private enum Key: String, CodingKey { case name, classified }

  /// Reads an object of figures with a name.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: Key.self)
    name = try container.decodeIfPresent(String.self, forKey: .name)
    figures = try EvaluationFigures(
      in: decoder, classified: try container.decode(Int.self, forKey: .classified))
  }
}

extension EvaluationFigures {
  private enum Key: String, CodingKey {
    case withoutFace, withoutPicture, withoutSound, speakers, accuracy, uar, macroF1, intervals
    case intervalMethod, confusion, uncertain, reliability, coverage, branches
  }

  /// Reads the figures among an object's keys.
  fileprivate init(in decoder: any Decoder, classified: Int) throws {
    let container = try decoder.container(keyedBy: Key.self)
    func value<T: Decodable>(_ key: Key) throws -> T {
      try container.decode(T.self, forKey: key)
    }
    func optional<T: Decodable>(_ key: Key) throws -> T? {
      try container.decodeIfPresent(T.self, forKey: key)
    }
    let rows: [[Int]] = try value(.confusion)
    let uncertain =
      try optional(.uncertain) ?? [Int](repeating: 0, count: Emotion.count)
    guard rows.count == Emotion.count, rows.allSatisfy({ $0.count == Emotion.count }),
      uncertain.count == Emotion.count
    else {
      throw DecodingError.dataCorruptedError(
        forKey: .confusion, in: container,
        debugDescription: "a confusion matrix has \(Emotion.count) rows and columns")
    }
    // The figures of each emotion follow from the matrix, in which versions agree.
    let matrix = ConfusionMatrix(rows: rows, uncertain: uncertain)
    self.init(
      classified: classified, withoutFace: try value(.withoutFace),
      withoutPicture: try value(.withoutPicture), withoutSound: try value(.withoutSound),
      speakers: try value(.speakers), accuracy: try optional(.accuracy), uar: try optional(.uar),
      macroF1: try optional(.macroF1), intervals: try optional(.intervals),
      intervalMethod: try optional(.intervalMethod),
      perClass: PerEmotion { matrix.figures($0) }, confusion: rows, uncertain: uncertain,
      answered: AnsweredFigures(matrix), calibration: try CalibrationFigures(in: decoder),
      reliability: try optional(.reliability) ?? [], coverage: try optional(.coverage) ?? [],
      branches: try value(.branches))
  }
}
