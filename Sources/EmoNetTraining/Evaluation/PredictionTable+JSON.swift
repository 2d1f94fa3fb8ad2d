// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

import EmoNet
package import Files

extension PredictionTable: Codable {
  /// Version of the JSON.
  package static let format = "emonet-predictions/1"

  private enum Key: String, CodingKey {
    case format, model, weightsChecksum, precision, answers, minimumConfidence, branches, clips
    case failed
  }

  /// What is said of the table as a whole, without the clips.
  package var head: [(key: String, value: OrderedJSON)] {
    [
      ("format", .string(Self.format)), ("model", .string(model)),
      ("weightsChecksum", .string(weightsChecksum)), ("precision", .string(precision.rawValue)),
      ("answers", .string(range.rawValue)), ("minimumConfidence", .optional(minimumConfidence)),
      ("labels", .array(Emotion.names.map { .string($0) })),
      ("branches", .array(branches.map { .string($0.name) })),
    ]
  }

  /// The table as an object whose keys stand in the documented order.
  package var json: OrderedJSON {
    .object(
      head + [
        ("clips", .array(rows.map(\.json))), ("failed", .array(failed.map(\.json))),
      ])
  }

  /// Writes what the program writes; an encoder may have its own order of keys.
  package func encode(to encoder: any Encoder) throws { try json.encode(to: encoder) }

  /// Reads what was written.
  package init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: Key.self)
    func value<T: Decodable>(_ key: Key) throws -> T {
      try container.decode(T.self, forKey: key)
    }
    let format: String = try value(.format)
    guard format == Self.format else {
      throw DecodingError.dataCorruptedError(
        forKey: .format, in: container, debugDescription: "'\(format)' is not '\(Self.format)'")
    }
    let names: [String] = try value(.branches)
    guard Set(names).count == names.count else {
      throw DecodingError.dataCorruptedError(
        forKey: .branches, in: container, debugDescription: "a branch is named twice in \(names)")
    }
    let branches = names.map { Branch(named: $0) }
    self.init(
      model: try value(.model), weightsChecksum: try value(.weightsChecksum),
      precision: try value(.precision), branches: branches, rows: try value(.clips),
      failed: try value(.failed))
    range = try value(.answers)
    minimumConfidence = try container.decodeIfPresent(Double.self, forKey: .minimumConfidence)
    for index in rows.indices {
      let read = rows[index].modalities
      rows[index].modalities = PerBranch(branches) { read[$0] ?? PredictionBranch(scores: nil) }
    }
  }
}

extension PredictionRow: Codable {
  private enum Key: String, CodingKey {
    case path, truth, answer, confidence, scores, modalities, speaker, fold, split, corpus
    case modality, duration, frames, warnings
  }

  var json: OrderedJSON {
    func text(_ value: String?) -> OrderedJSON { value.map { .string($0) } ?? .null }
    return .object([
      ("path", .string(path)), ("truth", .string(truth.rawValue)),
      ("answer", .string(answerText)), ("confidence", .float(confidence)),
      ("scores", scores.json),
      ("modalities", modalities.json(\.json)),
      ("speaker", text(speaker)), ("fold", text(fold)), ("split", text(split)),
      ("corpus", text(corpus)), ("modality", text(modality?.rawValue)),
      ("duration", .double(duration)),
      (
        "frames",
        .object([
          ("decoded", .integer(frames.decoded)), ("canonical", .integer(frames.canonical)),
          ("withFace", .integer(frames.withFace)),
        ])
      ),
      ("warnings", .array(warnings.map { .string($0) })),
    ])
  }

  /// Writes what the program writes.
  package func encode(to encoder: any Encoder) throws { try json.encode(to: encoder) }

  /// Reads what was written.
  package init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: Key.self)
    func value<T: Decodable>(_ key: Key) throws -> T {
      try container.decode(T.self, forKey: key)
    }
    func optional<T: Decodable>(_ key: Key) throws -> T? {
      try container.decodeIfPresent(T.self, forKey: key)
    }
    self.init(
      path: try value(.path), truth: try value(.truth), scores: try value(.scores),
      modalities: try value(.modalities), speaker: try optional(.speaker),
      fold: try optional(.fold), split: try optional(.split), corpus: try optional(.corpus),
      modality: try optional(.modality), duration: try value(.duration),
      frames: try value(.frames), warnings: try value(.warnings))
    let text: String = try value(.answer)
    guard text == Self.uncertain || Emotion(rawValue: text) != nil else {
      throw DecodingError.dataCorruptedError(
        forKey: .answer, in: container, debugDescription: "'\(text)' is no answer")
    }
    answer = Emotion(rawValue: text)
  }
}
