// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

import Files
import Foundation

extension PredictionTable {
  /// How a table of answers can be stored.
  package enum FileFormat: String, CaseIterable, Sendable {
    case csv, json, npz

    /// The format that a path's ending names, in any case of letters; nil for another ending.
    package init?(path: String) {
      self.init(rawValue: URL(fileURLWithPath: path).pathExtension.lowercased())
    }
  }

  /// Writes the table, whole or not at all, in the format that the path's ending names; throws `FileError`.
  package func write(to path: String) throws {
    switch FileFormat(path: path) {
    case .csv: try AtomicFile.write(csv, to: path)
    case .json: try AtomicFile.write(try json.text(indented: true) + "\n", to: path)
    case .npz: try write(npz: path)
    case nil: throw Self.unknownFormat(path)
    }
  }

  /// Reads a table that was written before; throws `FileError`.
  package static func read(_ path: String) throws -> PredictionTable {
    switch FileFormat(path: path) {
    case .csv:
      guard let text = String(validating: try FileContents.read(path), as: UTF8.self) else {
        throw FileError(.malformed, path: path, reason: "the table is not UTF-8 text")
      }
      return try parse(csv: text, path: path)
    case .json: return try parse(json: try FileContents.read(path), path: path)
    case .npz: return try read(npz: path)
    case nil: throw unknownFormat(path)
    }
  }

  private static func parse(json data: Data, path: String) throws -> PredictionTable {
    let decoder = JSONDecoder()
    guard let value = try? decoder.decode(JSONValue.self, from: data) else {
      throw FileError(.malformed, path: path, reason: "not JSON")
    }
    let found = value["format"]?.asString
    if let found, found.hasPrefix("emonet-report/") {
      throw FileError(
        .malformed, path: path,
        reason: "is a report, which does not hold the answers clip by clip; "
          + "'emonet evaluate --predictions' writes them")
    }
    do {
      return try decoder.decode(PredictionTable.self, from: data)
    } catch let error as DecodingError {
      throw FileError(.malformed, path: path, reason: "is no table of answers: \(error.place)")
    }
  }

  private static func unknownFormat(_ path: String) -> FileError {
    FileError(.unsupported, path: path, reason: "a table of answers ends in .csv, .json or .npz")
  }
}

extension DecodingError {
  /// Where it goes wrong and why, in one line.
  fileprivate var place: String {
    let (context, key): (Context, (any CodingKey)?) =
      switch self {
      case .keyNotFound(let key, let context): (context, key)
      case .dataCorrupted(let context), .typeMismatch(_, let context),
        .valueNotFound(_, let context):
        (context, nil)
      @unknown default: (Context(codingPath: [], debugDescription: "it cannot be read"), nil)
      }
    let path = context.codingPath + (key.map { [$0] } ?? [])
    let place = path.map { $0.intValue.map { "[\($0)]" } ?? ".\($0.stringValue)" }.joined()
    return "$\(place) " + (key == nil ? "- \(context.debugDescription)" : "is missing")
  }
}
