// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

package import EmoNet
import Files
import Foundation

/// What a user says that labels mean: `{"calm": "neutral", "3": "sad", "boredom": null}`.
///
/// With it labels are renamed, merged, or left out (`null`); numerals mean something only with one.
package struct LabelMap: Sendable, Equatable {
  /// What becomes of a label.
  package enum Meaning: Sendable, Equatable {
    /// It is one of the seven emotions.
    case emotion(Emotion)
    /// Clips with it are left out.
    case leftOut
    /// Nobody said, and it is no usual spelling.
    case unknown
  }

  private var meanings: [String: Emotion?] = [:]

  /// A map that says nothing: the usual spellings hold.
  package init() {}

  /// Reads a map; throws `FileError`.
  package init(path: String) throws {
    func failure(_ reason: String) -> FileError {
      FileError(.malformed, path: path, reason: reason)
    }
    let data = try FileContents.read(path)
    guard let members = (try? JSONDecoder().decode(JSONValue.self, from: data))?.asObject else {
      throw failure(#"not a JSON object such as {"calm": "neutral", "boredom": null}"#)
    }
    for (label, value) in members.sorted(by: { $0.key < $1.key }) {
      let key = Self.key(label)
      guard meanings[key] == nil else { throw failure("label '\(label)' is there twice") }
      guard value != .null else {
        meanings[key] = .some(nil)
        continue
      }
      guard let text = value.asString, let emotion = Emotion(spelling: text) else {
        throw failure(
          "label '\(label)' becomes \(value.asString.map { "'\($0)'" } ?? "no text"); it can become "
            + "\(Emotion.names.joined(separator: ", ")), or null")
      }
      meanings[key] = emotion
    }
  }

  /// What a label means: by the map, first as it is written, then as it is called; else by its usual spelling.
  package func meaning(of label: String, called name: String? = nil) -> Meaning {
    let words = [label] + (name.map { [$0] } ?? [])
    for word in words {
      if let meaning = meanings[Self.key(word)] { return meaning.map { .emotion($0) } ?? .leftOut }
    }
    return Emotion(spelling: name ?? label).map { .emotion($0) } ?? .unknown
  }

  private static func key(_ label: String) -> String {
    label.trimmingCharacters(in: .whitespaces).lowercased()
  }
}
