// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

import Files
import Foundation

/// Everything that decides how a model is trained, read from one JSON file.
///
/// Every key must be there and no other may be: what a run did is then written down whole.
public struct TrainingConfiguration: Codable, Sendable, Equatable {
  /// Name of the model, which its card and every prediction carry.
  public var name: String
  /// Seed of everything that is drawn.
  public var seed: UInt64
  /// Stage 1: the face backbone.
  public var backbone: BackboneConfiguration
  /// Stage 2: the branches and the fusion.
  public var branches: BranchesConfiguration
  /// The folder that relative paths are taken from; where the configuration lies, and no part of it.
  public var folder = ""

  private enum CodingKeys: String, CodingKey {
    case name, seed, backbone, branches
  }

  /// Where a path of the configuration leads.
  func resolved(_ path: String) -> String {
    URL(fileURLWithPath: path, relativeTo: URL(fileURLWithPath: folder, isDirectory: true))
      .standardizedFileURL.path
  }

  /// The configuration as a model's card carries it.
  func recipe() throws -> JSONValue {
    try JSONDecoder().decode(JSONValue.self, from: Data(CanonicalJSON.text(self).utf8))
  }

  /// Reads a configuration; paths in it are taken from the file's folder.
  public static func read(_ path: String) throws -> TrainingConfiguration {
    let data = try FileContents.read(path)
    var configuration: TrainingConfiguration
    do {
      configuration = try JSONDecoder().decode(Self.self, from: data)
      try refuseUnknownKeys(
        given: JSONSerialization.jsonObject(with: data),
        known: JSONSerialization.jsonObject(with: JSONEncoder().encode(configuration)), at: "")
    } catch let error as DecodingError {
      throw FileError(.malformed, path: path, reason: error.explanation)
    } catch let error as TrainingError {
      throw FileError(.malformed, path: path, reason: error.reason)
    }
    if let objection = configuration.objection {
      throw FileError(.malformed, path: path, reason: objection)
    }
    configuration.folder = URL(fileURLWithPath: path).deletingLastPathComponent().path
    return configuration
  }

  private static func refuseUnknownKeys(given: Any, known: Any, at path: String) throws {
    guard let given = given as? [String: Any] else { return }
    let known = known as? [String: Any] ?? [:]
    for key in given.keys.sorted() where !(given[key] is NSNull) {
      guard let value = given[key] else { continue }
      guard let counterpart = known[key] else {
        throw TrainingError(
          reason: "unknown key '\(path)\(key)'; known here: "
            + known.keys.sorted().joined(separator: ", "))
      }
      try refuseUnknownKeys(given: value, known: counterpart, at: path + key + ".")
    }
  }
}
