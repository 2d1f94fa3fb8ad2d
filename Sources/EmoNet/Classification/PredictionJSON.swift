// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

package import Files

extension Prediction: Codable {
  private enum Key: String, CodingKey {
    case format, path, scores, modalities, frames, duration, model, precision, windows, warnings
    case tracks, faces
  }

  /// The prediction as an object whose keys stand in the documented order; `precision` only where it is
  /// not `f32`, `windows` only where there are some, `tracks` and `faces` only where there was a choice.
  package var json: OrderedJSON {
    .object(
      [
        ("format", .string(Self.format)),
        ("path", .string(path)),
        ("label", .string(label.rawValue)),
        ("confidence", .float(confidence)),
        ("scores", scores.json),
        ("modalities", modalities.json(\.json)),
        ("frames", frames.json),
        ("duration", .double(duration)),
        ("model", .string(model)),
        ("warnings", .array(warnings.map { .string($0) })),
      ] + (precision == .f32 ? [] : [("precision", .string(precision.rawValue))])
        + (windows.isEmpty ? [] : [("windows", .array(windows.map(\.json)))])
        + (tracks.map { [("tracks", $0.json)] } ?? [])
        + (faces.map { [("faces", $0.json)] } ?? []))
  }

  /// Writes what the program writes; an encoder may have its own order of keys.
  public func encode(to encoder: any Encoder) throws { try json.encode(to: encoder) }

  /// The first version, whose label was always an emotion.
  private static let firstFormat = "emonet-prediction/1"

  /// Reads what was written, of this version of the JSON, the first, or from before it had one; the label is that
  /// of the scores, also where the program did not answer.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: Key.self)
    func value<T: Decodable>(_ key: Key) throws -> T {
      try container.decode(T.self, forKey: key)
    }
    let format = try container.decodeIfPresent(String.self, forKey: .format) ?? Self.firstFormat
    guard [Self.format, Self.firstFormat].contains(format) else {
      throw DecodingError.dataCorruptedError(
        forKey: .format, in: container, debugDescription: "'\(format)' is not '\(Self.format)'")
    }
    self.init(
      path: try value(.path), scores: try value(.scores), modalities: try value(.modalities),
      frames: try value(.frames), duration: try value(.duration), model: try value(.model),
      precision: try container.decodeIfPresent(Precision.self, forKey: .precision) ?? .f32,
      windows: try container.decodeIfPresent([PredictionWindow].self, forKey: .windows) ?? [],
      tracks: try container.decodeIfPresent(PredictionTracks.self, forKey: .tracks),
      faces: try container.decodeIfPresent(PredictionFaces.self, forKey: .faces),
      warnings: try value(.warnings))
  }
}

extension PredictionBranch: Codable {
  private enum Key: String, CodingKey { case scores, familiarity }

  package var json: OrderedJSON {
    .object(
      [("used", .bool(used)), ("scores", scores?.json ?? .null)]
        + (familiarity.map { [("familiarity", .float($0))] } ?? []))
  }

  /// Writes `{used, scores}`, with null for scores that are not there, and `familiarity` where it is known.
  public func encode(to encoder: any Encoder) throws { try json.encode(to: encoder) }

  /// Reads `{used, scores}`; `scores` may be null or missing.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: Key.self)
    scores = try container.decodeIfPresent(EmotionScores.self, forKey: .scores)
    familiarity = try container.decodeIfPresent(Float.self, forKey: .familiarity)
  }
}

extension PredictionFrames: Codable {
  private enum Key: String, CodingKey { case decoded, canonical, withFace }

  var json: OrderedJSON {
    .object([
      ("decoded", .integer(decoded)), ("canonical", .integer(canonical)),
      ("withFace", .integer(withFace)),
    ])
  }

  /// Writes what the program writes.
  public func encode(to encoder: any Encoder) throws { try json.encode(to: encoder) }

  /// Reads what was written.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: Key.self)
    func count(_ key: Key) throws -> Int { try container.decode(Int.self, forKey: key) }
    self.init(
      decoded: try count(.decoded), canonical: try count(.canonical),
      withFace: try count(.withFace))
  }
}

extension PredictionWindow: Codable {
  private enum Key: String, CodingKey { case start, end, scores, modalities }

  var json: OrderedJSON {
    .object([
      ("start", .double(start)), ("end", .double(end)), ("label", .string(label.rawValue)),
      ("confidence", .float(confidence)), ("scores", scores.json),
      ("modalities", modalities.json(\.json)),
    ])
  }

  /// Writes what the program writes.
  public func encode(to encoder: any Encoder) throws { try json.encode(to: encoder) }

  /// Reads what was written.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: Key.self)
    self.init(
      start: try container.decode(Double.self, forKey: .start),
      end: try container.decode(Double.self, forKey: .end),
      scores: try container.decode(EmotionScores.self, forKey: .scores),
      modalities: try container.decode(PerBranch<PredictionBranch>.self, forKey: .modalities))
  }
}

extension PerBranch {
  /// An object with the branches' names as keys, in their order.
  package func json(_ value: (Value) -> OrderedJSON) -> OrderedJSON {
    .object(entries.map { ($0.branch.name, value($0.value)) })
  }
}
